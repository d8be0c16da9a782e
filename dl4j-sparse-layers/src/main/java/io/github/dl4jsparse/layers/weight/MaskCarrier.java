package io.github.dl4jsparse.layers.weight;

import java.util.Optional;

/** A run-time layer that carries masks over its weight arrays among its own parameters. */
public interface MaskCarrier {

    /**
     * The parameter that holds the mask of a weight array, a number for each weight in the same order of memory: 1 for active
     * positions, 0 for others; read with rounding.
     *
     * @param parameter the name of the weight array
     * @return the mask's name; empty if the layer carries none over this array
     */
    Optional<String> maskOf(String parameter);

    /**
     * Asks that the next backward pass leaves the gradients of inactive positions where they stand, for the caller to read and
     * remove.
     *
     * @param parameter the name of the weight array
     * @param wanted false to take it back
     */
    void requestDenseGradient(String parameter, boolean wanted);
}
