package io.github.dl4jsparse.layers.reparam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights that reparameterised layers compute with at inference. */
public final class EffectiveWeights {

    private EffectiveWeights() {}

    /**
     * The parameters that a layer computes with at inference, under the names that the wrapped layer has for them.
     *
     * @param layer a run-time layer, frozen or not
     * @return copies of weights and of all other parameters of the wrapped layer; empty if the layer is not reparameterised
     */
    public static Optional<Map<String, INDArray>> of(Layer layer) {
        Layer inside = layer;
        while (!(inside instanceof ReparameterizedRuntime) && inside instanceof BaseWrapperLayer wrapper) {
            inside = wrapper.getUnderlying();
        }
        if (!(inside instanceof ReparameterizedRuntime runtime)) {
            return Optional.empty();
        }
        Map<String, INDArray> copies = new LinkedHashMap<>();
        runtime.effectiveTable().forEach((key, view) -> copies.put(key, view.dup(view.ordering())));
        return Optional.of(copies);
    }
}
