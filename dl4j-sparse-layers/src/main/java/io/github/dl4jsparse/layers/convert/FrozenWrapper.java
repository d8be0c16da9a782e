package io.github.dl4jsparse.layers.convert;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/** Frozen layers are wrappers: what is converted stands inside of them, and stays frozen. */
final class FrozenWrapper {

    private FrozenWrapper() {}

    static boolean is(Layer layer) {
        return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
    }

    /** The frozen layer, or the layer itself. */
    static Layer inside(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return frozen.getLayer();
        }
        return layer instanceof FrozenLayerWithBackprop frozen ? frozen.getUnderlying() : layer;
    }

    /** Another layer, frozen in the way of an old one if that is frozen. */
    static Layer around(Layer old, Layer inner) {
        if (old instanceof FrozenLayer) {
            return named(old, new FrozenLayer(inner));
        }
        return old instanceof FrozenLayerWithBackprop ? named(old, new FrozenLayerWithBackprop(inner)) : inner;
    }

    private static Layer named(Layer old, Layer wrapper) {
        wrapper.setLayerName(old.getLayerName());
        wrapper.setIDropout(old.getIDropout());
        if (old.getConstraints() != null) {
            wrapper.setConstraints(old.getConstraints());
        }
        return wrapper;
    }
}
