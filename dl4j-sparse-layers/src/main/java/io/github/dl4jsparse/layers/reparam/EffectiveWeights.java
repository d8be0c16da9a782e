package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
        return runtime(layer).map(runtime -> {
            Map<String, INDArray> copies = new LinkedHashMap<>();
            runtime.effectiveTable().forEach((key, view) -> copies.put(key, view.dup(view.ordering())));
            return copies;
        });
    }

    /**
     * Which weights the reparameterised layers of a network use at inference: the positions whose effective weight is not 0, which
     * are those that {@code Baking} leaves. A weight that its mask would let through counts as unused while it is 0 itself; the
     * carried mask of a {@link FixedMask} is told as it is, as topology listeners do.
     *
     * @param network a {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @return a mask for each weight array of each reparameterised layer, frozen or not, under {@code layer_parameter}, in the
     *     network's order; a snapshot
     * @throws DL4JInvalidConfigException if the network is of another kind, or has not been initialised
     */
    public static MaskSet masks(Model network) {
        NetworkView view = NetworkView.of(network);
        MaskSet carried = NetworkWeights.of(view).withCarried(new MaskSet(Map.of()));
        Map<String, Mask> masks = new LinkedHashMap<>();
        view.layers()
                .forEach((name, layer) -> runtime(layer).ifPresent(runtime -> {
                    Map<String, INDArray> computedWith = runtime.effectiveTable();
                    org.deeplearning4j.nn.conf.layers.Layer wrapped =
                            runtime.layer().getUnderlying();
                    for (WeightLayout layout : WeightLayout.of(wrapped)) {
                        String array = name + "_" + layout.parameter();
                        Mask mask = carried.masks().get(array);
                        masks.put(
                                array,
                                mask != null
                                        ? mask
                                        : Mask.nonZero(weights(wrapped, layout, computedWith.get(layout.parameter()))));
                    }
                }));
        return new MaskSet(masks);
    }

    private static Optional<ReparameterizedRuntime> runtime(Layer layer) {
        Layer inside = layer;
        while (!(inside instanceof ReparameterizedRuntime) && inside instanceof BaseWrapperLayer wrapper) {
            inside = wrapper.getUnderlying();
        }
        return inside instanceof ReparameterizedRuntime runtime ? Optional.of(runtime) : Optional.empty();
    }

    /** In the shape that masks have, without what is no weight. */
    private static INDArray weights(
            org.deeplearning4j.nn.conf.layers.Layer wrapped, WeightLayout layout, INDArray array) {
        INDArray shaped = array.reshape('c', WeightLayout.computedDims(wrapped, array.shape()));
        return layout.peepholes() == 0
                ? shaped
                : array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, array.size(1) - layout.peepholes()));
    }
}
