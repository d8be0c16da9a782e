package io.github.dl4jsparse.layers.weight;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/** A truly sparse run-time layer, which opens its weight matrices so that they can be rewired while it trains. */
public interface CompressedLayer {

    /**
     * The weight matrices, of which each has connections of its own.
     *
     * @return the same objects for the life of the layer, in the order of its parameters
     */
    List<CompressedMatrix> matrices();

    /**
     * The truly sparse layer that a run-time layer is or wraps, as {@code LastTimeStep} does. Frozen layers have none, and the
     * two layers of a {@code Bidirectional} cannot be reached.
     *
     * @param layer a run-time layer
     * @return the truly sparse layer, if there is one
     */
    static Optional<CompressedLayer> within(Layer layer) {
        if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
            return Optional.empty();
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            return within(wrapper.getUnderlying());
        }
        return layer instanceof CompressedLayer sparse ? Optional.of(sparse) : Optional.empty();
    }
}
