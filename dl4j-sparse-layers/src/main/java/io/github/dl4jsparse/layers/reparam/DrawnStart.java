package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.random.RandomStream;

/** The mark of numbers that are copied from the wrapped layer's own initialisation. */
record DrawnStart() implements ExtraParameter.Start {

    @Override
    public double next(RandomStream random) {
        throw new IllegalStateException("These numbers are copied.");
    }
}
