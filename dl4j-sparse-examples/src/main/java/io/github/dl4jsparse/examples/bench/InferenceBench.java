package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.predict.SparsePredictor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Times outputs, on random numbers: {@code net.output} of dense layers, {@code net.output} of truly sparse ones, and what a
 * {@link SparsePredictor} makes of the same truly sparse ones, from one array of the Java heap to another. All layers are
 * hidden ones with ReLU; there is no output layer.
 */
public final class InferenceBench {

    /** What the sparse networks consist of. */
    public static final String SPARSE_NETWORKS = "SparseDenseLayer for each layer";

    private InferenceBench() {}

    /**
     * Builds the networks and times them.
     *
     * @param settings what to measure
     * @return for each batch size and each sparsity one comparison for every way to compute the sparse network's output,
     *     named by its sparse timing
     */
    public static List<Comparison> run(InferenceSettings settings) {
        BenchNetworks networks = new BenchNetworks(settings.arch(), settings.seed());
        MultiLayerNetwork dense = networks.hiddenOnly(layer -> BenchNetworks.dense());
        List<MultiLayerNetwork> sparse = settings.sparsities().stream()
                .map(sparsity -> networks.hiddenOnly(layer -> BenchNetworks.sparse(sparsity)))
                .toList();
        List<Comparison> comparisons = new ArrayList<>();
        for (int batch : settings.batches()) {
            comparisons.addAll(compare(settings, batch, networks.features(batch), dense, sparse));
        }
        return comparisons;
    }

    private static List<Comparison> compare(
            InferenceSettings settings,
            int batch,
            INDArray input,
            MultiLayerNetwork dense,
            List<MultiLayerNetwork> sparse) {
        ThreadCounts threads = settings.threads();
        List<Contender> contenders = new ArrayList<>();
        List<Double> sparsities = new ArrayList<>();
        contenders.add(new Contender("net.output", threads.dense(), () -> dense.output(input)));
        for (int i = 0; i < sparse.size(); i++) {
            double sparsity = settings.sparsities().get(i);
            waysOf(sparse.get(i), input, threads.sparse()).forEach(way -> {
                contenders.add(way);
                sparsities.add(sparsity);
            });
        }
        List<Timing> timings = Interleaved.measure(contenders, settings.rounds());
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 1; i < timings.size(); i++) {
            comparisons.add(new Comparison(
                    Arch.name(settings.arch()),
                    batch,
                    sparsities.get(i - 1),
                    new ThreadCounts(threads.dense(), contenders.get(i).threads()),
                    timings.get(0),
                    timings.get(i)));
        }
        return comparisons;
    }

    /** The ways to compute the output of a sparse network. */
    private static Stream<Contender> waysOf(MultiLayerNetwork network, INDArray input, int threads) {
        SparsePredictor predictor = SparsePredictor.of(network);
        int examples = (int) input.size(0);
        float[] in = input.dup('c').data().asFloat();
        float[] out = new float[examples * predictor.outputs()];
        return Stream.of(
                new Contender("net.output", threads, () -> network.output(input)),
                new Contender("SparsePredictor", 1, () -> predictor.predict(in, examples, out)));
    }
}
