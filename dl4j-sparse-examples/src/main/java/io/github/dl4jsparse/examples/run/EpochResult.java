package io.github.dl4jsparse.examples.run;

import java.util.List;

/**
 * What one epoch has brought.
 *
 * @param epoch its number, from 1
 * @param accuracy share of examples classified rightly after it, in [0, 1]
 * @param trainScore mean score (cross-entropy and penalty) of its minibatches, each before its step
 * @param learningRate in this epoch
 * @param seconds of training alone
 * @param explored the share of connections that were ever active since the start (R_s), in [0, 1]
 * @param layers connections of each layer at its end
 */
public record EpochResult(
        int epoch,
        double accuracy,
        double trainScore,
        double learningRate,
        double seconds,
        double explored,
        List<LayerDensity> layers) {

    /**
     * Keeps a copy of the layers.
     *
     * @param epoch its number, from 1
     * @param accuracy share of examples classified rightly after it, in [0, 1]
     * @param trainScore mean score (cross-entropy and penalty) of its minibatches, each before its step
     * @param learningRate in this epoch
     * @param seconds of training alone
     * @param explored the share of connections that were ever active since the start (R_s), in [0, 1]
     * @param layers connections of each layer at its end
     */
    public EpochResult {
        layers = List.copyOf(layers);
    }
}
