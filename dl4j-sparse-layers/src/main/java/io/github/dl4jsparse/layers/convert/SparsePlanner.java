package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.OptimizerSlots;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Decides of each layer of a network whether it is to be truly sparse; changes nothing. */
final class SparsePlanner {

    private final NetworkParts network;
    private final TrainedNumbers numbers;
    private final SparsifyOptions options;
    private final MaskSet masks;
    private final DataType type;

    /**
     * A planner.
     *
     * @param network the network
     * @param options its thresholds
     * @param masks of some of its weight arrays; what has none has its connections where it is not zero
     * @throws DL4JInvalidConfigException if options or masks name what the network has not
     */
    SparsePlanner(NetworkParts network, SparsifyOptions options, MaskSet masks) {
        this.network = network;
        this.numbers = TrainedNumbers.of(network.model());
        this.options = options;
        this.masks = masks;
        this.type = NetworkView.of(network.model()).params().dataType();
        checkNames();
    }

    private void checkNames() {
        for (String layer : options.keepDense()) {
            if (!network.parts().containsKey(layer)) {
                throw new DL4JInvalidConfigException("There is no layer (" + layer + ") to keep dense. The layers are "
                        + network.parts().keySet() + ".");
            }
        }
        TreeSet<String> arrays = new TreeSet<>();
        network.parts()
                .values()
                .forEach(part -> part.trainable()
                        .paramTable(false)
                        .keySet()
                        .forEach(key -> arrays.add(part.name() + "_" + key)));
        for (String name : masks.names()) {
            if (!arrays.contains(name)) {
                throw new DL4JInvalidConfigException("There is no weight array (" + name
                        + ") for a mask of that name. The arrays are " + arrays + ".");
            }
        }
    }

    /** A plan for each layer with weights, in the network's order. */
    List<LayerPlan> plan() {
        List<LayerPlan> plans = new ArrayList<>();
        for (Part part : network.layers()) {
            Optional<LayerKind> kind = LayerKinds.ofDense(part.inner());
            if (kind.isPresent()) {
                plans.add(candidate(part, kind.get()));
            } else {
                otherKind(part).ifPresent(plans::add);
            }
        }
        return plans.stream().map(this::judge).toList();
    }

    private Optional<LayerPlan> otherKind(Part part) {
        Optional<CompressedLayer> sparse = part.trulySparse();
        if (sparse.isPresent()) {
            return Optional.of(alreadySparse(part, sparse.get()));
        }
        List<String> weights = part.inner().initializer().weightKeys(part.inner());
        Map<String, INDArray> table = part.trainable().paramTable(false);
        long places = 0;
        long connections = 0;
        for (String key : weights) {
            INDArray array = table.get(key);
            places += array.length();
            connections += nonZeros(array);
        }
        return places == 0
                ? Optional.empty()
                : Optional.of(LayerPlan.stays(
                        part, places, connections, "There is no truly sparse layer of this kind to convert it to."));
    }

    private static LayerPlan alreadySparse(Part part, CompressedLayer layer) {
        long places = 0;
        long connections = 0;
        for (CompressedMatrix matrix : layer.matrices()) {
            places += matrix.shape(part.name()).size();
            connections += matrix.pattern().connections();
        }
        return LayerPlan.stays(part, places, connections, "It is truly sparse already.");
    }

    /** Any parameter is a view of the network's. */
    private long nonZeros(INDArray param) {
        INDArray params = NetworkView.of(network.model()).params();
        FlatArray all = FlatArray.of(params);
        long start = param.offset() - params.offset();
        return LongStream.range(start, start + param.length())
                .filter(i -> all.get(i) != 0)
                .count();
    }

    /** The plan to convert a layer if that can be done, whether or not it is worth it. */
    private LayerPlan candidate(Part part, LayerKind kind) {
        Layer dense = part.inner();
        List<Long> counts = new ArrayList<>();
        long places = 0;
        for (MatrixKeys keys : kind.matrices()) {
            counts.add((long) search(part, kind, keys).count());
            places += kind.shape(part.name(), dense, keys).size();
        }
        long connections = counts.stream().mapToLong(Long::longValue).sum();
        LayerPlan stays = LayerPlan.stays(part, places, connections, "");
        if (options.keepDense().contains(part.name())) {
            return stays.because("It is among the layers to keep dense.");
        }
        Optional<String> obstacle = kind.obstacle(dense);
        if (obstacle.isPresent()) {
            return stays.because(obstacle.get());
        }
        if (counts.contains(0L)) {
            return stays.because("It has no connection at all, and a truly sparse layer has at least one. Maybe"
                    + " pruning went too far?");
        }
        try {
            Layer sparse = kind.toSparse(dense, counts);
            sparse.setDataType(type);
            sparse.initializer().numParams(sparse);
            checkUpdater(part);
            Layer replacement = LayerWrapper.around(part.conf(), sparse);
            return new LayerPlan(part, kind, replacement, List.of(), places, connections, "", Optional.empty());
        } catch (DL4JInvalidConfigException e) {
            return stays.because(e.getMessage());
        }
    }

    private ConnectionSearch search(Part part, LayerKind kind, MatrixKeys keys) {
        WeightShape shape = kind.shape(part.name(), part.inner(), keys);
        Place weights = numbers.places(part.starts().get(keys.weights())).get(0);
        return new ConnectionSearch(weights, shape, masks.masks().get(shape.name()));
    }

    private LayerPlan withPatterns(LayerPlan plan) {
        return plan.with(plan.kind().matrices().stream()
                .map(keys -> search(plan.part(), plan.kind(), keys).pattern())
                .toList());
    }

    private void checkUpdater(Part part) {
        if (numbers.hasState()) {
            OptimizerSlots.of(NetworkView.of(network.model()), part.start(), part.end(), part.name());
        }
    }

    private LayerPlan judge(LayerPlan plan) {
        if (!plan.converts()) {
            return plan;
        }
        if (options.calibration().isEmpty()) {
            return judgeByThreshold(plan, "");
        }
        return plan.kind().alone(plan.part().inner()).isPresent()
                ? judgeByTime(plan, options.calibration().get())
                : judgeByThreshold(
                        plan,
                        "It is not timed, since the time of its kind depends on the size of images or sequences. ");
    }

    private LayerPlan judgeByThreshold(LayerPlan plan, String why) {
        double threshold = options.thresholdFor(plan.part().inner(), type);
        long minPlaces = options.minPlacesFor(plan.part().inner());
        if (plan.places() < minPlaces) {
            return plan.staysBecause(why + "The number of places (" + plan.places() + ") is below the smallest that is"
                    + " converted (" + minPlaces + ").");
        }
        return plan.sparsity() >= threshold
                ? withPatterns(plan).because(why + sparsity(plan) + "reaches the threshold (" + threshold + ").")
                : plan.staysBecause(why + sparsity(plan) + "is below the threshold (" + threshold + ").");
    }

    private static String sparsity(LayerPlan plan) {
        return String.format(Locale.ROOT, "The sparsity (%.4f) ", plan.sparsity());
    }

    private LayerPlan judgeByTime(LayerPlan untimed, Calibration calibration) {
        if (untimed.sparsity() < Calibration.MIN_SPARSITY) {
            return untimed.staysBecause(sparsity(untimed) + "is below the smallest that is timed ("
                    + Calibration.MIN_SPARSITY + "), since a truly sparse layer would take more memory.");
        }
        LayerPlan candidate = withPatterns(untimed);
        LayerTimes times = new LayerTrial(numbers, type, calibration).time(candidate);
        LayerPlan plan = candidate.timed(times);
        String reason = String.format(
                Locale.ROOT,
                "Measured (%s, batch %d): truly sparse %.3f ms, dense %.3f ms.",
                calibration.timed().name().toLowerCase(Locale.ROOT),
                calibration.batch(),
                times.sparseMedian(),
                times.denseMedian());
        return times.sparseMedian() < times.denseMedian() ? plan.because(reason) : plan.staysBecause(reason);
    }
}
