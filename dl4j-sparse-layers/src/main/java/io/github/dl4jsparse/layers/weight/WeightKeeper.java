package io.github.dl4jsparse.layers.weight;

/** A layer configuration around another one, which says what may be done with the weights that it stores. */
public interface WeightKeeper {

    /**
     * Whether a mask can be put over the stored weights: they are among the parameters, and they are trained.
     *
     * @return false if they stay as they are or are not stored at all
     */
    boolean maskable();
}
