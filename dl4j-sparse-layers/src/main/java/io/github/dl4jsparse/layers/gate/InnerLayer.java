package io.github.dl4jsparse.layers.gate;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** A layer inside of an {@link AdaptiveGate}, with what its parameters' names begin with there. */
record InnerLayer(String prefix, Layer layer) {

    /** The inner layer that has a parameter. */
    static InnerLayer of(List<InnerLayer> layers, String parameter) {
        return layers.stream()
                .filter(layer -> parameter.startsWith(layer.prefix)
                        && layer.layer.initializer().paramKeys(layer.layer).contains(layer.key(parameter)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no parameter (" + parameter + ")."));
    }

    /** The parameter's name in the inner layer. */
    String key(String parameter) {
        return parameter.substring(prefix.length());
    }

    /**
     * Fills what is not said yet, as DL4J does for a network's layers; updaters and regularisation are asked for when needed, so
     * that later changes of the outer layer reach the inner ones.
     */
    InnerLayer inherit(AdaptiveGate outer, boolean dropout) {
        if (layer.getLayerName() == null) {
            layer.setLayerName(prefix);
        }
        fill(layer, outer, dropout);
        return this;
    }

    private static void fill(Layer layer, AdaptiveGate outer, boolean dropout) {
        if (dropout && layer.getIDropout() == null && outer.getIDropout() != null) {
            layer.setIDropout(outer.getIDropout().clone());
        }
        if (layer instanceof BaseLayer base) {
            if (base.getActivationFn() == null) {
                base.setActivationFn(outer.getActivationFn());
            }
            if (base.getWeightInitFn() == null) {
                base.setWeightInitFn(outer.getWeightInitFn());
            }
            if (Double.isNaN(base.getBiasInit())) {
                base.setBiasInit(outer.getBiasInit());
            }
            if (Double.isNaN(base.getGainInit())) {
                base.setGainInit(outer.getGainInit());
            }
        }
        if (layer instanceof ActivationLayer activation && activation.getActivationFn() == null) {
            activation.setActivationFn(outer.getActivationFn());
        }
        if (layer instanceof ConvolutionLayer convolution) {
            if (convolution.getConvolutionMode() == null) {
                convolution.setConvolutionMode(ConvolutionMode.Truncate);
            }
            if (convolution.getCudnnAlgoMode() == null) {
                convolution.setCudnnAlgoMode(ConvolutionLayer.AlgoMode.PREFER_FASTEST);
            }
        }
        if (layer instanceof SubsamplingLayer pooling && pooling.getConvolutionMode() == null) {
            pooling.setConvolutionMode(ConvolutionMode.Truncate);
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            fill(wrapper.getUnderlying(), outer, false);
        }
    }
}
