package io.github.dl4jsparse.layers.convert;

import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/** The settings that all feed-forward layers have. */
final class SharedSettings {

    private SharedSettings() {}

    /**
     * Copies all of them.
     *
     * @param <L> the kind of the receiving layer
     * @param from in
     * @param to modified; refuses constraints that do not suit it
     * @return the receiving layer
     */
    static <L extends FeedForwardLayer> L copy(FeedForwardLayer from, L to) {
        FeedForwardLayer own = (FeedForwardLayer) from.clone();
        to.setLayerName(own.getLayerName());
        to.setNIn(own.getNIn());
        to.setNOut(own.getNOut());
        to.setTimeDistributedFormat(own.getTimeDistributedFormat());
        to.setActivationFn(own.getActivationFn());
        to.setWeightInitFn(own.getWeightInitFn());
        to.setBiasInit(own.getBiasInit());
        to.setGainInit(own.getGainInit());
        to.setRegularization(own.getRegularization());
        to.setRegularizationBias(own.getRegularizationBias());
        to.setIUpdater(own.getIUpdater());
        to.setBiasUpdater(own.getBiasUpdater());
        to.setWeightNoise(own.getWeightNoise());
        to.setIDropout(own.getIDropout());
        to.setGradientNormalization(own.getGradientNormalization());
        to.setGradientNormalizationThreshold(own.getGradientNormalizationThreshold());
        to.setConstraints(own.getConstraints());
        return to;
    }

    /** The same, without what draws random numbers or works on parameters after a step. */
    static <L extends FeedForwardLayer> L copyForTiming(FeedForwardLayer from, L to) {
        copy(from, to);
        to.setLayerName("timed");
        to.setIDropout(null);
        to.setWeightNoise(null);
        to.setConstraints(null);
        return to;
    }
}
