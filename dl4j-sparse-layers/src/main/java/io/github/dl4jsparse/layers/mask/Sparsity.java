package io.github.dl4jsparse.layers.mask;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** The checks of a sparsity that every door of the library makes alike. */
public final class Sparsity {

    private Sparsity() {}

    /**
     * Checks the sparsity of a network.
     *
     * @param sparsity the share of positions to leave out
     * @return the same
     * @throws DL4JInvalidConfigException if it is NaN or outside of [0, 1)
     */
    public static double check(double sparsity) {
        if (!(sparsity >= 0 && sparsity < 1)) {
            throw new DL4JInvalidConfigException("The sparsity (" + sparsity + ") must be in [0, 1)." + cure(sparsity));
        }
        return sparsity;
    }

    /**
     * Checks the sparsity of a layer.
     *
     * @param sparsity the share of positions to leave out
     * @param layer the layer's name
     * @return the same
     * @throws DL4JInvalidConfigException if it is NaN or outside of [0, 1)
     */
    public static double check(double sparsity, String layer) {
        if (!(sparsity >= 0 && sparsity < 1)) {
            throw new DL4JInvalidConfigException(
                    "The sparsity (" + sparsity + ") of layer (" + layer + ") must be in [0, 1)." + cure(sparsity));
        }
        return sparsity;
    }

    private static String cure(double sparsity) {
        if (sparsity > 1 && sparsity < 100) {
            return " Maybe you passed a percentage? (" + sparsity + ") % is " + sparsity / 100 + ".";
        }
        return sparsity == 1 ? " A sparsity of 1 leaves no connection." : "";
    }
}
