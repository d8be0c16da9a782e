package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Takes the reports of one network, and remembers from each what the next is compared with. */
final class ReportTaker {

    private final NetworkView network;
    private final ArrayUses uses;
    private final Map<String, Positions> before = new LinkedHashMap<>();
    private final Map<String, Double> flows = new LinkedHashMap<>();

    /** The connections of an array, and those among them that were new at their last change. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Positions(PositionSet active, long[] justGrown) {}

    ReportTaker(Model model, List<InputType> inputs) {
        this.network = NetworkView.of(model);
        this.uses = ArrayUses.of(network, inputs);
    }

    /**
     * Sums the squared gradients: of connections, where they were asked for, and of whole arrays that nobody makes
     * sparse.
     */
    void measureGradient(List<SparseWeight> asked) {
        flows.clear();
        for (SparseWeight weight : asked) {
            double[] sum = new double[1];
            weight.forEachActiveGradient((position, value, gradient) -> sum[0] += gradient * gradient);
            flows.put(weight.name(), sum[0]);
        }
        INDArray gradients = network.gradients();
        network.layers().forEach((name, layer) -> {
            for (WeightLayout layout : WeightLayout.of(layer.conf().getLayer())) {
                INDArray array = layer.getParam(layout.parameter());
                if (layout.peepholes() == 0 && !flows.containsKey(name + "_" + layout.parameter())) {
                    long start = array.offset() - network.params().offset();
                    double norm = gradients
                            .get(NDArrayIndex.point(0), NDArrayIndex.interval(start, start + array.length()))
                            .norm2Number()
                            .doubleValue();
                    flows.put(name + "_" + layout.parameter(), norm * norm);
                }
            }
        });
    }

    SparsityReport take() {
        Optional<TopologyListener> topology = TopologyListener.of(network.model());
        MaskSet explored = topology.map(TopologyListener::explored).orElse(new MaskSet(Map.of()));
        Map<String, Layer> layers = network.layers();
        List<WeightMeasures> weights = new ArrayList<>();
        for (ActiveArray array : ActiveArray.of(network)) {
            Mask ever = explored.masks().get(array.shape().name());
            Layer layer = layers.get(array.shape().layer());
            weights.add(new WeightMeasures(
                    array.shape(),
                    array.active().count(),
                    ever == null ? Double.NaN : ever.density(),
                    changeOf(array),
                    DegreeHistogram.of(Degrees.ofOutputs(array.shape(), array.active())),
                    DegreeHistogram.of(Degrees.ofInputs(array.shape(), array.active())),
                    flows.getOrDefault(array.shape().name(), Double.NaN),
                    uses.of(array.shape().layer(), layer.conf().getLayer())));
        }
        return new SparsityReport(
                topology.map(TopologyListener::updates).orElse(0L),
                network.iterationCount(),
                network.epochCount(),
                others(layers, weights),
                weights);
    }

    private TopologyChange changeOf(ActiveArray array) {
        PositionSet now = array.active();
        Positions old = before.get(array.shape().name());
        if (old == null) {
            before.put(array.shape().name(), new Positions(now, new long[0]));
            return TopologyChange.NONE;
        }
        long[] grown = minus(now, old.active());
        long dropped = old.active().count() + grown.length - now.count();
        if (grown.length == 0 && dropped == 0) {
            return TopologyChange.NONE;
        }
        long droppedJustGrown =
                minus(LongStream.of(old.justGrown()).iterator(), now).count();
        before.put(array.shape().name(), new Positions(now, grown));
        return new TopologyChange(dropped, grown.length, droppedJustGrown);
    }

    private static long[] minus(PositionSet now, PositionSet old) {
        if (now instanceof Mask mask && old instanceof Mask other) {
            return mask.andNot(other).toArray();
        }
        return minus(now.iterator(), old).toArray();
    }

    /** Both ascend, and are walked through side by side. */
    private static LongStream minus(PrimitiveIterator.OfLong positions, PositionSet without) {
        LongStream.Builder left = LongStream.builder();
        PrimitiveIterator.OfLong others = without.iterator();
        long other = -1;
        while (positions.hasNext()) {
            long position = positions.nextLong();
            while (other < position) {
                other = others.hasNext() ? others.nextLong() : Long.MAX_VALUE;
            }
            if (other > position) {
                left.add(position);
            }
        }
        return left.build();
    }

    /** The parameters of the dense network that are no weights. */
    private static long others(Map<String, Layer> layers, List<WeightMeasures> weights) {
        long others = 0;
        for (Map.Entry<String, Layer> entry : layers.entrySet()) {
            Optional<CompressedLayer> sparse = CompressedLayer.within(entry.getValue());
            others += EffectiveWeights.of(entry.getValue())
                    .map(table ->
                            table.values().stream().mapToLong(INDArray::length).sum())
                    .orElse(entry.getValue().numParams());
            if (sparse.isPresent()) {
                for (CompressedMatrix matrix : sparse.get().matrices()) {
                    CompressedPattern pattern = matrix.pattern();
                    others -= 2L * pattern.connections() + pattern.nOut();
                }
            } else {
                others -= weights.stream()
                        .filter(weight -> weight.shape().layer().equals(entry.getKey()))
                        .mapToLong(WeightMeasures::positions)
                        .sum();
            }
        }
        return others;
    }
}
