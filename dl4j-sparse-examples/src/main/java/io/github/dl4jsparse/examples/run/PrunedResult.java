package io.github.dl4jsparse.examples.run;

import java.util.List;

/**
 * What a trained network is after pruning, without any training since.
 *
 * @param sparsity the share of the hidden layers' weights that was to be removed
 * @param accuracy share of examples classified rightly, in [0, 1]
 * @param layers connections of each layer
 */
public record PrunedResult(double sparsity, double accuracy, List<LayerDensity> layers) {

    /**
     * Keeps a copy of the layers.
     *
     * @param sparsity the share of the hidden layers' weights that was to be removed
     * @param accuracy share of examples classified rightly, in [0, 1]
     * @param layers connections of each layer
     */
    public PrunedResult {
        layers = List.copyOf(layers);
    }

    /**
     * The connections that are left.
     *
     * @return their number
     */
    public long connections() {
        return layers.stream().mapToLong(LayerDensity::connections).sum();
    }

    /**
     * The connections of a dense network of this architecture.
     *
     * @return their number
     */
    public long totalWeights() {
        return layers.stream().mapToLong(LayerDensity::weights).sum();
    }
}
