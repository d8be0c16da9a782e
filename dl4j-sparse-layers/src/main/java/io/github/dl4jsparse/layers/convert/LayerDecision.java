package io.github.dl4jsparse.layers.convert;

import java.util.Optional;

/**
 * What became of one layer, and why.
 *
 * @param layer its name
 * @param kind the simple class name of its configuration before the conversion, such as {@code DenseLayer}
 * @param places the number of its weights in a dense matrix, biases not counted
 * @param connections how many of them are connections
 * @param converted true if it is truly sparse now and was not before
 * @param reason one or two sentences
 * @param times of both forms, if a calibration was asked for and the layer could be timed
 */
public record LayerDecision(
        String layer,
        String kind,
        long places,
        long connections,
        boolean converted,
        String reason,
        Optional<LayerTimes> times) {

    /**
     * The share of places without a connection.
     *
     * @return in [0, 1]
     */
    public double sparsity() {
        return (double) (places - connections) / places;
    }
}
