package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.convert.Sparsified;
import io.github.dl4jsparse.layers.convert.Sparsify;
import io.github.dl4jsparse.layers.convert.SparsifyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Prunes a dense network by magnitude, converts it, and times outputs and training steps of the pruned dense network beside
 * the converted one, and the conversion itself. The network has random weights and one step of training behind it, so that
 * there is updater state to bring along; the dense network trains without a mask, which costs it nothing.
 */
public final class ConvertBench {

    /** What the sparse networks consist of. */
    public static final String SPARSE_NETWORKS = "dense layers pruned by magnitude, then converted; dense OutputLayer";

    private static final int CONVERSIONS = 5;

    private ConvertBench() {}

    /**
     * Builds, prunes, converts and times.
     *
     * @param settings what to measure
     * @return a result for each sparsity, in their order
     */
    public static List<ConvertResult> run(ConvertSettings settings) {
        BenchNetworks networks = new BenchNetworks(settings.arch(), settings.seed());
        DataSet examples = networks.examples(settings.batch());
        return settings.sparsities().stream()
                .map(sparsity -> measure(settings, sparsity, networks, examples))
                .toList();
    }

    private static ConvertResult measure(
            ConvertSettings settings, double sparsity, BenchNetworks networks, DataSet examples) {
        MultiLayerNetwork dense = networks.trainable(layer -> BenchNetworks.dense(), BenchNetworks.output());
        dense.fit(examples);
        MagnitudePruning.prune(dense, sparsity);
        SparsifyOptions options = settings.options();
        List<Double> conversions = new ArrayList<>();
        Sparsified<MultiLayerNetwork> result = timed(conversions, () -> Sparsify.toSparse(dense, options));
        if (!settings.calibrated()) {
            for (int again = 1; again < CONVERSIONS; again++) {
                timed(conversions, () -> Sparsify.toSparse(dense, options));
            }
        }
        MultiLayerNetwork sparse = result.network();
        List<Double> back = new ArrayList<>();
        for (int again = 0; again < CONVERSIONS; again++) {
            timed(back, () -> Sparsify.toDense(sparse));
        }
        INDArray input = examples.getFeatures();
        double difference =
                dense.output(input).sub(sparse.output(input)).amaxNumber().doubleValue();
        return new ConvertResult(
                compare(settings, sparsity, () -> dense.output(input), () -> sparse.output(input)),
                compare(settings, sparsity, () -> dense.fit(examples), () -> sparse.fit(examples)),
                new Timing("toSparse", conversions),
                new Timing("toDense", back),
                difference,
                result.layers());
    }

    private static Comparison compare(ConvertSettings settings, double sparsity, Runnable dense, Runnable sparse) {
        ThreadCounts threads = settings.threads();
        List<Timing> timings = Interleaved.measure(
                List.of(
                        new Contender("dense", threads.dense(), dense),
                        new Contender("converted", ThreadCounts.BESIDE_SPARSE, sparse)),
                settings.rounds());
        return new Comparison(
                Arch.name(settings.arch()), settings.batch(), sparsity, threads, timings.get(0), timings.get(1));
    }

    private static <T> T timed(List<Double> millis, Supplier<T> call) {
        long start = System.nanoTime();
        T result = call.get();
        millis.add((System.nanoTime() - start) / 1e6);
        return result;
    }
}
