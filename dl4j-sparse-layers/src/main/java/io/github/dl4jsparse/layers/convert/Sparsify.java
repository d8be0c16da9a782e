package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.mask.MaskSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Converts networks: ordinary layers with zeros in their weights to truly sparse layers, and back.
 *
 * <pre>{@code
 * Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(pruned);
 * System.out.println(result.describe());
 * MultiLayerNetwork fast = result.network();
 * }</pre>
 *
 * The result is a new network; the old one is never changed. It computes the same function to rounding: a truly sparse
 * layer sums over connections instead of over all places. Values, updater state, settings, counts of iterations and
 * epochs come along, so that it trains on as the old one would under a mask that keeps its zeros. The state of a zero (a
 * momentum that would revive it) is left behind with it. Listeners do not come along, as in DL4J's {@code clone()}:
 * layers that stay ordinary need their masks once more. Neither do the states that {@code rnnTimeStep} has stored.
 * Networks with dropout or weight noise train on with other random draws, since these go with the order of arrays.
 *
 * <table>
 * <caption>What can be converted</caption>
 * <tr><th>ordinary</th><th>truly sparse</th><th>not converted</th></tr>
 * <tr><td>DenseLayer</td><td>SparseDenseLayer</td><td>with layer normalisation, with constraints on the weights other than
 * NonNegative</td></tr>
 * <tr><td>OutputLayer</td><td>SparseOutputLayer</td><td>with such constraints</td></tr>
 * <tr><td>ConvolutionLayer (2-D)</td><td>SparseConvolutionLayer</td><td>with channels last (NHWC), with such
 * constraints</td></tr>
 * <tr><td>LSTM, also in LastTimeStep</td><td>SparseLstm</td><td>with such constraints on either matrix; inside of other
 * wrappers, such as Bidirectional</td></tr>
 * </table>
 *
 * <p>in {@code MultiLayerNetwork} and {@code ComputationGraph}, frozen or not. All other layers, subclasses of these among
 * them, stay as they are. An LSTM is converted as a whole: its sparsity is that of both matrices together. Inside of
 * {@code LastTimeStep}, where sequences begin with masked steps, a {@code SparseLstm} trains by the gradient of the
 * masked pass, as DL4J's own does not. {@link SparsifyOptions} says from which sparsity and size on a layer is
 * converted; a layer without any connection stays as well, and so does an LSTM of which one matrix has none.
 */
public final class Sparsify {

    private static final MaskSet NO_MASKS = new MaskSet(Map.of());

    private Sparsify() {}

    /**
     * Converts the layers that are sparse enough by default. Their connections are the weights that are not zero (-0.0 is
     * zero, NaN is not).
     *
     * @param net an initialised network
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the network is not initialised, or two of its
     *     layers have the same name
     */
    public static Sparsified<MultiLayerNetwork> toSparse(MultiLayerNetwork net) {
        return toSparse(net, SparsifyOptions.defaults());
    }

    /**
     * As {@link #toSparse(MultiLayerNetwork)}, with options.
     *
     * @param net an initialised network
     * @param options which layers are converted
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there, or if the options name an unknown layer
     */
    public static Sparsified<MultiLayerNetwork> toSparse(MultiLayerNetwork net, SparsifyOptions options) {
        return toSparse(net, options, NO_MASKS);
    }

    /**
     * As {@link #toSparse(MultiLayerNetwork)}, with the connections of masks: active positions are connections even where
     * the weight is zero, so that training goes on with the same topology. Layers without a mask have their connections
     * where they are not zero.
     *
     * @param net an initialised network
     * @param options which layers are converted
     * @param masks masks of some of its weight arrays
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there, if a mask has no array of its name and shape
     *     in this network, or if a weight is not zero though its mask has no connection there
     */
    public static Sparsified<MultiLayerNetwork> toSparse(
            MultiLayerNetwork net, SparsifyOptions options, MaskSet masks) {
        return DetachedMemory.within(() -> sparsified(net, options, masks));
    }

    /**
     * As {@link #toSparse(MultiLayerNetwork)}, for a graph.
     *
     * @param net an initialised network
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static Sparsified<ComputationGraph> toSparse(ComputationGraph net) {
        return toSparse(net, SparsifyOptions.defaults());
    }

    /**
     * As {@link #toSparse(MultiLayerNetwork, SparsifyOptions)}, for a graph.
     *
     * @param net an initialised network
     * @param options which layers are converted
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static Sparsified<ComputationGraph> toSparse(ComputationGraph net, SparsifyOptions options) {
        return toSparse(net, options, NO_MASKS);
    }

    /**
     * As {@link #toSparse(MultiLayerNetwork, SparsifyOptions, MaskSet)}, for a graph.
     *
     * @param net an initialised network
     * @param options which layers are converted
     * @param masks masks of some of its weight arrays
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static Sparsified<ComputationGraph> toSparse(ComputationGraph net, SparsifyOptions options, MaskSet masks) {
        return DetachedMemory.within(() -> sparsified(net, options, masks));
    }

    /**
     * Converts all truly sparse layers to ordinary ones: +0.0 where there is no connection, and there the state that the
     * updater begins with. Converted once more under {@link #masks}, without thresholds, it is the same network again, bit for
     * bit, but for connections of frozen layers whose value is zero: they are gone.
     *
     * @param net an initialised network
     * @return a new network
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the network is not initialised, has a truly sparse
     *     layer of an unknown kind or in a {@code Bidirectional}, or would have more parameters or updater state than DL4J
     *     addresses
     */
    public static MultiLayerNetwork toDense(MultiLayerNetwork net) {
        return DetachedMemory.within(() -> (MultiLayerNetwork) Densify.network(NetworkParts.of(net)));
    }

    /**
     * As {@link #toDense(MultiLayerNetwork)}, for a graph.
     *
     * @param net an initialised network
     * @return a new network
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static ComputationGraph toDense(ComputationGraph net) {
        return DetachedMemory.within(() -> (ComputationGraph) Densify.network(NetworkParts.of(net)));
    }

    /**
     * The connections of a network's truly sparse layers, as masks over the arrays that {@link #toDense} makes of them.
     * Frozen layers are left out: masks are put over layers that train.
     *
     * @param net an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @return a mask for each, by {@code layer_parameter}
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the network is not initialised, or has a truly
     *     sparse layer of an unknown kind or in a {@code Bidirectional}
     */
    public static MaskSet masks(Model net) {
        return Densify.masks(NetworkParts.of(net));
    }

    @SuppressWarnings("unchecked") // a copy is of the same class
    private static <N extends Model> Sparsified<N> sparsified(N net, SparsifyOptions options, MaskSet masks) {
        NetworkParts old = NetworkParts.of(net);
        List<LayerPlan> plans = new SparsePlanner(old, options, masks).plan();
        Map<String, LayerPlan> conversions = new LinkedHashMap<>();
        Map<String, Layer> replacements = new LinkedHashMap<>();
        plans.stream().filter(LayerPlan::converts).forEach(plan -> {
            conversions.put(plan.part().name(), plan);
            replacements.put(plan.part().name(), plan.replacement());
        });
        NetworkParts copy = NetworkParts.of(NetworkCopy.of(old, replacements));
        TrainedNumbers from = TrainedNumbers.of(net);
        Transfer transfer = new Transfer(from, TrainedNumbers.of(copy.model(), from));
        old.parts().forEach((name, part) -> {
            LayerPlan plan = conversions.get(name);
            if (plan == null) {
                transfer.whole(part, copy.parts().get(name));
            } else {
                List<CompressedPattern> patterns = plan.patterns();
                transfer.toSparse(plan.kind(), part, patterns, copy.parts().get(name));
            }
        });
        return new Sparsified<>(
                (N) copy.model(), plans.stream().map(LayerPlan::decision).toList());
    }
}
