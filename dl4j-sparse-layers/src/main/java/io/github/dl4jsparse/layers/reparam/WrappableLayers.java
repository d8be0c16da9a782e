package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which layers can be reparameterised, and where. */
final class WrappableLayers {

    private WrappableLayers() {}

    static void check(Layer layer, Reparameterization reparameterization) {
        if (layer == null) {
            throw new DL4JInvalidConfigException("There is no layer to wrap with ("
                    + reparameterization.getClass().getSimpleName() + ").");
        }
        checkInside(layer, layer, reparameterization);
        if (WeightLayout.of(layer).isEmpty()) {
            throw refusal(layer, reparameterization, "it has no weights that can be reparameterised");
        }
        boolean replaced = reparameterization.storedWeights() == StoredWeights.REPLACED;
        if (replaced && WeightLayout.of(layer).stream().anyMatch(layout -> layout.peepholes() > 0)) {
            throw refusal(
                    layer,
                    reparameterization,
                    "its peephole weights are part of the array that would be replaced. Use LSTM, which has none");
        }
    }

    private static void checkInside(Layer inside, Layer layer, Reparameterization reparameterization) {
        if (inside instanceof ReparameterizedLayer other) {
            throw refusal(
                    layer,
                    reparameterization,
                    "it is wrapped with ("
                            + other.getReparameterization().getClass().getSimpleName()
                            + ") already. Only one reparameterization is possible, and it goes outside of all other layers");
        }
        if (inside instanceof FrozenLayer || inside instanceof FrozenLayerWithBackprop) {
            throw refusal(layer, reparameterization, "it is frozen. Freeze the reparameterised layer instead");
        }
        if (inside instanceof AbstractSameDiffLayer) {
            throw refusal(layer, reparameterization, "SameDiff layers compute with arrays of their own");
        }
        if (inside instanceof BaseWrapperLayer wrapper) {
            checkInside(wrapper.getUnderlying(), layer, reparameterization);
        }
        if (inside instanceof Bidirectional both) {
            checkInside(both.getFwd(), layer, reparameterization);
        }
    }

    private static DL4JInvalidConfigException refusal(Layer layer, Reparameterization by, String reason) {
        return new DL4JInvalidConfigException("The layer (" + layer.getLayerName() + ") of type ("
                + layer.getClass().getSimpleName() + ") cannot be wrapped with ("
                + by.getClass().getSimpleName() + "): " + reason + ".");
    }

    /** Other wrappers look through this one to the layer inside, and forget the extras. */
    static void checkPlace(ReparameterizedLayer layer, int index, INDArray view, DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new DL4JInvalidConfigException("The layer (" + layer.getLayerName() + ") at index (" + index
                    + ") belongs to a network of type (" + type
                    + "); reparameterised layers need FLOAT or DOUBLE. Maybe set dataType(DataType.FLOAT)?");
        }
        long expected = layer.plan().ownLength();
        if (view.length() != expected) {
            throw new DL4JInvalidConfigException("The layer (" + layer.getLayerName() + ") at index (" + index
                    + ") has (" + expected + ") parameters, but got room for (" + view.length()
                    + "). Maybe it stands inside of another wrapper? A ReparameterizedLayer goes outside:"
                    + " ReparameterizedLayer.of(new LastTimeStep(lstm), ...).");
        }
    }
}
