package io.github.dl4jsparse.layers.weight;

import java.util.List;

/** A truly sparse run-time layer, which opens its weight matrices so that they can be rewired while it trains. */
public interface CompressedLayer {

    /**
     * The weight matrices, of which each has connections of its own.
     *
     * @return the same objects for the life of the layer, in the order of its parameters
     */
    List<CompressedMatrix> matrices();
}
