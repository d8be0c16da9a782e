package io.github.dl4jsparse.examples.inspect;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.FixedMask;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What can be counted in a model: the connections of each weight array, and what follows from them in theory.
 *
 * @param weights the arrays, in the model's order
 */
public record ModelReport(List<WeightReport> weights) {

    /**
     * Keeps a copy of the arrays.
     *
     * @param weights the arrays, in the model's order
     */
    public ModelReport {
        weights = List.copyOf(weights);
    }

    /**
     * Counts in a model. The model stays as it is.
     *
     * @param model a {@code MultiLayerNetwork} or {@code ComputationGraph}; what {@code SparseModels.load} returns knows its
     *     masks
     * @return the counts
     */
    public static ModelReport of(Model model) {
        NetworkView view = NetworkView.of(model);
        Map<String, SparseWeight> masked = TopologyListener.of(model).map(TopologyListener::weights).stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(SparseWeight::name, Function.identity()));
        Map<String, List<WeightShape>> ordinary =
                NetworkWeights.of(view).maskable().stream().collect(Collectors.groupingBy(WeightShape::layer));
        List<WeightReport> reports = new ArrayList<>();
        view.layers().forEach((name, layer) -> {
            Optional<CompressedLayer> sparse = CompressedLayer.within(layer);
            if (sparse.isPresent()) {
                sparse.get().matrices().forEach(matrix -> reports.add(compressed(name, matrix)));
            } else if (layer.conf().getLayer() instanceof ReparameterizedLayer wrapped && !isCarried(wrapped)) {
                reports.addAll(
                        computed(name, wrapped, EffectiveWeights.of(layer).orElseThrow()));
            } else {
                ordinary.getOrDefault(name, List.of()).stream()
                        .map(shape -> masked.containsKey(shape.name())
                                ? masked(masked.get(shape.name()))
                                : plain(shape, layer))
                        .forEach(reports::add);
            }
        });
        return new ModelReport(reports);
    }

    private static WeightReport compressed(String name, CompressedMatrix matrix) {
        CompressedPattern pattern = matrix.pattern();
        long idle = IntStream.of(pattern.fanOut()).filter(degree -> degree == 0).count();
        long dead = IntStream.range(0, pattern.nOut())
                .filter(unit -> pattern.fanIn(unit) == 0)
                .count();
        return new WeightReport(matrix.shape(name), WeightStorage.COMPRESSED, pattern.connections(), idle, dead);
    }

    private static WeightReport masked(SparseWeight weight) {
        UnitCounter counter = new UnitCounter(weight.shape());
        weight.active().forEach(counter::add);
        return counter.report(WeightStorage.MASKED);
    }

    /** The mask is among the parameters, and known to the weights that are found. */
    private static boolean isCarried(ReparameterizedLayer layer) {
        return layer.getReparameterization() instanceof FixedMask;
    }

    private static List<WeightReport> computed(
            String name, ReparameterizedLayer layer, Map<String, INDArray> effective) {
        return WeightLayout.of(layer.getUnderlying()).stream()
                .map(layout -> {
                    INDArray array = effective.get(layout.parameter());
                    long[] dims = WeightLayout.computedDims(layer.getUnderlying(), array.shape());
                    dims[dims.length - 1] -= layout.peepholes();
                    WeightShape shape = new WeightShape(
                            name,
                            layout.parameter(),
                            Arrays.stream(dims).boxed().toList(),
                            layout.inputAxis(),
                            layout.outputAxes());
                    return notZero(shape, array, WeightStorage.COMPUTED);
                })
                .toList();
    }

    private static WeightReport plain(WeightShape shape, Layer layer) {
        return notZero(shape, layer.getParam(shape.parameter()), WeightStorage.PLAIN);
    }

    private static WeightReport notZero(WeightShape shape, INDArray parameter, WeightStorage storage) {
        UnitCounter counter = new UnitCounter(shape);
        INDArray array = parameter;
        if (array.length() != shape.size()) {
            // the last columns are peepholes
            array = array.get(
                    NDArrayIndex.all(), NDArrayIndex.interval(0, shape.dims().get(1)));
        }
        double[] values = array.dup('c').data().asDouble();
        for (int position = 0; position < values.length; position++) {
            if (values[position] != 0) {
                counter.add(position);
            }
        }
        return counter.report(storage);
    }

    /**
     * The connections of all arrays.
     *
     * @return their number: multiply-adds for one example where every array is used once for it
     */
    public long connections() {
        return weights.stream().mapToLong(WeightReport::connections).sum();
    }

    /**
     * The positions of all arrays.
     *
     * @return the connections of the dense model
     */
    public long positions() {
        return weights.stream().mapToLong(weight -> weight.shape().size()).sum();
    }

    /**
     * Whether every array is used once for an example, which is so in fully connected networks. A convolution uses its
     * array at each position of the image, a recurrent layer at each time step.
     *
     * @return true if multiply-adds and connections are the same
     */
    public boolean isFullyConnected() {
        return weights.stream()
                .allMatch(weight -> weight.shape().dims().size() == 2
                        && weight.shape().parameter().equals("W"));
    }
}
