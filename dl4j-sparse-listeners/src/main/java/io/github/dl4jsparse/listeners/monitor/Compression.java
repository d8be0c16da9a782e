package io.github.dl4jsparse.listeners.monitor;

/**
 * What sparsity leaves of a model. Blalock et al., <i>What is the State of Neural Network Pruning?</i>, MLSys 2020.
 * Departure from its code: a parameter that is no weight, such as a bias, counts as left even while it is 0; a
 * connection too.
 *
 * @param parameters all parameters of the dense model, biases and normalisations included
 * @param prunable the positions of weight arrays among them
 * @param connections how many of these positions have connections
 */
public record Compression(long parameters, long prunable, long connections) {

    /**
     * The compression ratio.
     *
     * @return all parameters for each that is left, at least 1
     */
    public double ratio() {
        return (double) parameters / (parameters - prunable + connections);
    }

    /**
     * The share of weights to keep for a compression ratio.
     *
     * @param parameters all parameters of the dense model
     * @param prunable the positions of weight arrays among them
     * @param ratio the wanted compression, at least 1
     * @return {@code (parameters / ratio - others) / prunable}, in (0, 1]
     * @throws IllegalArgumentException if biases and other parameters alone are more than the ratio leaves
     */
    public static double density(long parameters, long prunable, double ratio) {
        double density = (parameters / ratio - (parameters - prunable)) / prunable;
        if (!(density > 0 && density <= 1)) {
            throw new IllegalArgumentException("The compression ratio (" + ratio + ") of a model with (" + parameters
                    + ") parameters, (" + prunable + ") of them prunable, asks for the density (" + density
                    + "), which must be in (0, 1]. Maybe a smaller ratio?");
        }
        return density;
    }
}
