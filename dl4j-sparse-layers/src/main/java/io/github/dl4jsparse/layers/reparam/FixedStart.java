package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.random.RandomStream;

/** The same first value for all numbers, for which nothing is drawn. */
record FixedStart(double value) implements ExtraParameter.Start {

    @Override
    public double next(RandomStream random) {
        return value;
    }
}
