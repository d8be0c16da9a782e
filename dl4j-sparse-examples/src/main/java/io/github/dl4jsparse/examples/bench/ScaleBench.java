package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains a truly sparse network that may be far larger than a dense one in memory, with SET, for a few steps on random
 * numbers; tells times and memory. The first steps are slower than later ones: nothing is warmed up.
 */
public final class ScaleBench {

    /** What the sparse networks consist of. */
    public static final String SPARSE_NETWORKS = "SparseDenseLayer for each hidden layer, dense OutputLayer";

    private ScaleBench() {}

    /**
     * Builds the network and trains it.
     *
     * @param settings what to measure
     * @return times, memory and sizes of files
     * @throws IOException if the model file cannot be written
     */
    public static ScaleResult run(ScaleSettings settings) throws IOException {
        NativeThreads.set(settings.threads());
        List<WeightShape> shapes = hiddenShapes(settings.arch());
        long[] budgets = budgets(shapes, settings.connections());
        BenchNetworks networks = new BenchNetworks(settings.arch(), settings.seed());
        DataSet examples = networks.examples(settings.batch());
        MemoryUse before = MemoryUse.now();
        try (MemoryWatch memory = new MemoryWatch()) {
            long start = System.nanoTime();
            MultiLayerNetwork network =
                    networks.trainable(layer -> BenchNetworks.connected(budgets[layer]), BenchNetworks.output());
            double buildMillis = (System.nanoTime() - start) / 1e6;
            UpdateClock updates = new UpdateClock();
            updates.attach(network, method(settings));
            Timing steps = train(network, examples, settings.steps(), updates);
            MemoryPeak peak = memory.peak();
            return new ScaleResult(
                    Arch.name(settings.arch()),
                    shapes.stream().mapToLong(WeightShape::size).sum(),
                    Arrays.stream(budgets).sum(),
                    network.numParams(),
                    buildMillis,
                    steps,
                    new Timing("update", updates.millis()),
                    peak,
                    MemoryUse.now().since(before),
                    settings.modelFile() == null ? null : ModelFileSizes.of(network, settings.modelFile()));
        }
    }

    private static DynamicSparseTraining method(ScaleSettings settings) {
        return DynamicSparseTraining.set()
                .schedule(UpdateSchedule.everySteps(settings.interval()))
                .until(Horizon.steps(settings.steps()))
                .seed(settings.seed());
    }

    private static Timing train(MultiLayerNetwork network, DataSet examples, int steps, UpdateClock updates) {
        List<Double> millis = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            int before = updates.millis().size();
            long start = System.nanoTime();
            network.fit(examples);
            double whole = (System.nanoTime() - start) / 1e6;
            boolean updated = updates.millis().size() > before;
            millis.add(updated ? whole - updates.millis().get(before) : whole);
        }
        return new Timing("step", millis);
    }

    private static List<WeightShape> hiddenShapes(List<Integer> arch) {
        List<WeightShape> shapes = new ArrayList<>();
        for (int i = 1; i < arch.size() - 1; i++) {
            shapes.add(WeightShape.dense("hidden" + i, arch.get(i - 1), arch.get(i)));
        }
        return shapes;
    }

    private static long[] budgets(List<WeightShape> shapes, long connections) {
        long units = shapes.stream()
                .mapToLong(shape -> shape.inputs() + shape.outputs())
                .sum();
        Map<String, Long> budgets =
                SparsityDistribution.erdosRenyi((double) connections / units).budgets(shapes);
        return budgets.values().stream().mapToLong(Long::longValue).toArray();
    }
}
