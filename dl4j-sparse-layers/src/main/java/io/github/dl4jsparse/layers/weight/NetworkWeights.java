package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The weight arrays of a network: those of ordinary layers, over which a mask can be put, those of layers that carry a mask of
 * their own, and those of truly sparse layers. Nothing changes before {@link #open}.
 */
public final class NetworkWeights {

    private final NetworkView network;
    private final Map<String, ArraySite> maskable = new LinkedHashMap<>();
    private final Map<String, CarriedMask> carried = new LinkedHashMap<>();
    private final Map<String, CompressedLayer> compressed = new LinkedHashMap<>();

    private NetworkWeights(NetworkView network) {
        this.network = network;
        network.layers().forEach((name, layer) -> {
            CompressedLayer.within(layer).ifPresent(sparse -> compressed.put(name, sparse));
            if (!compressed.containsKey(name) && !isFrozen(layer)) {
                addMaskable(name, layer);
            }
        });
    }

    /**
     * Finds the weights of a network.
     *
     * @param network the network
     * @return its weights
     */
    public static NetworkWeights of(NetworkView network) {
        return new NetworkWeights(network);
    }

    /** A frozen run-time layer shows the configuration of what it has frozen. */
    private static boolean isFrozen(Layer layer) {
        return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
    }

    private void addMaskable(String name, Layer layer) {
        for (WeightLayout layout : WeightLayout.of(layer.conf().getLayer())) {
            INDArray array = asComputedWith(layer, layer.getParam(layout.parameter()));
            if (layout.peepholes() > 0) {
                array = array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, array.size(1) - layout.peepholes()));
            }
            List<Long> dims = Arrays.stream(array.shape()).boxed().toList();
            WeightShape shape =
                    new WeightShape(name, layout.parameter(), dims, layout.inputAxis(), layout.outputAxes());
            ArraySite site = new ArraySite(shape, array, network.params());
            maskable.put(shape.name(), site);
            if (layer instanceof MaskCarrier carrier) {
                carrier.maskOf(layout.parameter()).ifPresent(mask -> {
                    long start =
                            layer.getParam(mask).offset() - network.params().offset();
                    carried.put(shape.name(), new CarriedMask(carrier, site, start));
                });
            }
        }
    }

    private static INDArray asComputedWith(Layer layer, INDArray array) {
        long[] dims = WeightLayout.computedDims(layer.conf().getLayer(), array.shape());
        return Arrays.equals(dims, array.shape()) ? array : array.reshape('c', dims);
    }

    /**
     * The arrays over which a mask can be put.
     *
     * @return their shapes, in the network's order
     */
    public List<WeightShape> maskable() {
        return maskable.values().stream().map(ArraySite::shape).toList();
    }

    /**
     * Where the arrays over which a mask can be put lie in the flat vectors.
     *
     * @return by name, in the network's order
     */
    public Map<String, ArraySite> sites() {
        return Collections.unmodifiableMap(maskable);
    }

    /**
     * The masks that layers carry among their parameters, beside or instead of which others may be put on.
     *
     * @param masks masks of arrays
     * @return these, and after them the carried masks of arrays that have none among these
     */
    public MaskSet withCarried(MaskSet masks) {
        Map<String, Mask> all = new LinkedHashMap<>(masks.masks());
        FlatArray params = FlatArray.of(network.params());
        carried.forEach((name, mask) -> {
            if (!all.containsKey(name)) {
                all.put(name, mask.read(params));
            }
        });
        return new MaskSet(all);
    }

    /**
     * The truly sparse layers.
     *
     * @return their names, in the network's order
     */
    public List<String> trulySparse() {
        return List.copyOf(compressed.keySet());
    }

    /**
     * The matrices of the truly sparse layers.
     *
     * @return their shapes, in the network's order
     */
    public List<WeightShape> trulySparseShapes() {
        List<WeightShape> shapes = new ArrayList<>();
        compressed.forEach((name, layer) -> layer.matrices().forEach(matrix -> shapes.add(matrix.shape(name))));
        return shapes;
    }

    /**
     * The layers that have weights which nothing here can make sparse: frozen ones, those of kinds that are not in the table of
     * {@link WeightLayout}, and reparameterised ones whose stored weights are not trained.
     *
     * @return their names, in the network's order
     */
    public List<String> leftDense() {
        Set<String> known = new HashSet<>(compressed.keySet());
        maskable.values().forEach(site -> known.add(site.shape().layer()));
        List<String> left = new ArrayList<>();
        network.layers().forEach((name, layer) -> {
            boolean matrices =
                    layer.paramTable(false).values().stream().anyMatch(array -> array.size(0) > 1 && array.rank() > 1);
            if (!known.contains(name) && matrices) {
                left.add(name);
            }
        });
        return left;
    }

    /**
     * Opens weights: a {@link MaskedWeight} for each mask and for each array of a layer that carries masks, and a weight for every
     * matrix of a truly sparse layer. Inactive positions become +0.0 and lose their optimiser state.
     *
     * @param masks masks of arrays; ordinary arrays without one stay as they are, those of layers that carry masks are opened
     *     with their own
     * @return the weights, masked ones first
     * @throws DL4JInvalidConfigException if a mask has no array in this network or another shape than it, or an updater is
     *     not known; nothing has changed then
     */
    public List<SparseWeight> open(MaskSet masks) {
        return open(masks, MaskedWeight::enforce);
    }

    /**
     * Opens the weights of a network that was trained and saved under these masks: as {@link #open}, but the optimiser
     * state stays as it was saved. Some updaters (RmsProp, AdaMax) change it at inactive positions too.
     *
     * @param masks masks of arrays, as there
     * @return the weights, masked ones first
     * @throws DL4JInvalidConfigException as {@link #open} does
     */
    public List<SparseWeight> reopen(MaskSet masks) {
        return open(masks, MaskedWeight::hold);
    }

    private List<SparseWeight> open(MaskSet masks, Consumer<MaskedWeight> putOn) {
        List<MaskedWeight> masked = new ArrayList<>();
        withCarried(masks)
                .masks()
                .forEach((name, mask) ->
                        masked.add(new MaskedWeight(network, checkedSite(name, mask), carried.get(name), mask)));
        List<SparseWeight> weights = new ArrayList<>(masked);
        compressed.forEach((name, layer) ->
                layer.matrices().forEach(matrix -> weights.add(new CompressedWeight(network, name, matrix))));
        masked.forEach(putOn);
        return List.copyOf(weights);
    }

    private ArraySite checkedSite(String name, Mask mask) {
        ArraySite site = maskable.get(name);
        if (site == null) {
            throw new DL4JInvalidConfigException("There is no weight array (" + name
                    + ") to put a mask over. The arrays are " + maskable.keySet() + ".");
        }
        if (!Arrays.equals(site.dims(), mask.shape())) {
            throw new DL4JInvalidConfigException("The mask of (" + name + ") has the shape "
                    + Arrays.toString(mask.shape()) + ", the array " + Arrays.toString(site.dims())
                    + ". Maybe the mask belongs to another network?");
        }
        OptimizerSlots.of(
                network, site.start(), site.start() + site.size(), site.shape().layer());
        return site;
    }
}
