package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.reparam.UnchangedLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * Layers that stand around another one: frozen ones, and {@code LastTimeStep}. What is converted stands inside of them,
 * and they stay around it.
 */
final class LayerWrapper {

    private LayerWrapper() {}

    static boolean isFrozen(Layer layer) {
        return layer instanceof FrozenLayer
                || layer instanceof FrozenLayerWithBackprop
                || layer instanceof LastTimeStep last && isFrozen(last.getUnderlying());
    }

    /** The layer that is wrapped, however often, or the layer itself. */
    static Layer inside(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return inside(frozen.getLayer());
        }
        return layer instanceof FrozenLayerWithBackprop || layer instanceof LastTimeStep
                ? inside(((BaseWrapperLayer) layer).getUnderlying())
                : layer;
    }

    /** Another layer, wrapped in the way of an old one if that is wrapped. */
    static Layer around(Layer old, Layer inner) {
        if (old instanceof FrozenLayer frozen) {
            return named(old, new FrozenLayer(around(frozen.getLayer(), inner)));
        }
        if (old instanceof FrozenLayerWithBackprop frozen) {
            return named(old, new FrozenLayerWithBackprop(around(frozen.getUnderlying(), inner)));
        }
        return old instanceof LastTimeStep last
                ? named(old, new LastTimeStep(around(last.getUnderlying(), inner)))
                : inner;
    }

    /** Whether an {@link UnchangedLayer} is among the layers that freeze a layer. */
    static boolean isUnchanged(Layer layer) {
        return layer instanceof UnchangedLayer
                || layer instanceof FrozenLayer frozen && isUnchanged(frozen.getLayer())
                || layer instanceof FrozenLayerWithBackprop other && isUnchanged(other.getUnderlying());
    }

    /** The layer that is frozen, or the layer itself: other wrappers stay. */
    static Layer thawed(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return thawed(frozen.getLayer());
        }
        return layer instanceof FrozenLayerWithBackprop frozen ? thawed(frozen.getUnderlying()) : layer;
    }

    /** Another layer, frozen in the way of an old one if that is frozen by layers of DL4J. */
    static Layer frozenLike(Layer old, Layer inner) {
        if (old instanceof UnchangedLayer unchanged) {
            return frozenLike(unchanged.getUnderlying(), inner);
        }
        if (old instanceof FrozenLayer frozen) {
            return named(old, new FrozenLayer(frozenLike(frozen.getLayer(), inner)));
        }
        return old instanceof FrozenLayerWithBackprop frozen
                ? named(old, new FrozenLayerWithBackprop(frozenLike(frozen.getUnderlying(), inner)))
                : inner;
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
