package io.github.dl4jsparse.layers.predict;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/**
 * One layer of a network that is a chain.
 *
 * @param name its name, or its index if it has none
 * @param layer at run time, with its parameters
 * @param preProcessor what the network does with the layer's input, or null
 */
record ChainedLayer(String name, Layer layer, InputPreProcessor preProcessor) {

    /** The layer's configuration; that of the layer inside if it is frozen, which makes no difference to predictions. */
    org.deeplearning4j.nn.conf.layers.Layer configuration() {
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        if (conf instanceof FrozenLayer frozen) {
            return frozen.getLayer();
        }
        return conf instanceof FrozenLayerWithBackprop frozen ? frozen.getUnderlying() : conf;
    }

    DL4JInvalidConfigException refusal(String what, String cure) {
        return new DL4JInvalidConfigException(
                "Layer (" + name + ") " + what + ", which a predictor does not compute. " + cure);
    }
}
