package io.github.dl4jsparse.examples.bench;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/**
 * Times whole training steps, {@code net.fit(DataSet)}: forward, backward, updater and all that DL4J does around them, on
 * one minibatch of random numbers. A dense network and one sparse network for each sparsity take their steps in turn.
 *
 * <p>Not measured: reading data, changes of the topology, and whether a network learns.
 */
public final class StepBench {

    /** What the sparse networks consist of. */
    public static final String SPARSE_NETWORKS = "SparseDenseLayer for each hidden layer, SparseOutputLayer";

    private StepBench() {}

    /**
     * Builds the networks and times them.
     *
     * @param settings what to measure
     * @return one comparison for each sparsity, in their order
     * @throws ND4JIllegalStateException if a network's loss is not finite in the end
     */
    public static List<Comparison> run(StepSettings settings) {
        BenchNetworks networks = new BenchNetworks(settings.arch(), settings.seed());
        DataSet examples = networks.examples(settings.batch());
        List<MultiLayerNetwork> built = new ArrayList<>();
        built.add(networks.trainable(layer -> BenchNetworks.dense(), BenchNetworks.output()));
        settings.sparsities()
                .forEach(sparsity -> built.add(networks.trainable(
                        layer -> BenchNetworks.sparse(sparsity), BenchNetworks.sparseOutput(sparsity))));
        return compare(
                built,
                examples,
                Arch.name(settings.arch()),
                settings.sparsities(),
                settings.threads(),
                settings.rounds());
    }

    /** Times the steps of a dense network and of a sparse one for each sparsity, which follow it in the list. */
    static List<Comparison> compare(
            List<MultiLayerNetwork> networks,
            DataSet examples,
            String name,
            List<Double> sparsities,
            ThreadCounts threads,
            Rounds rounds) {
        List<Contender> contenders = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            MultiLayerNetwork network = networks.get(i);
            boolean dense = i == 0;
            contenders.add(new Contender(
                    dense ? "dense" : "sparse " + sparsities.get(i - 1),
                    dense ? threads.dense() : ThreadCounts.BESIDE_SPARSE,
                    () -> network.fit(examples)));
        }
        List<Timing> timings = Interleaved.measure(contenders, rounds);
        networks.forEach(StepBench::checkLoss);
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 1; i < timings.size(); i++) {
            comparisons.add(new Comparison(
                    name, examples.numExamples(), sparsities.get(i - 1), threads, timings.get(0), timings.get(i)));
        }
        return comparisons;
    }

    /** Steps on NaN cost other times than real ones. */
    static void checkLoss(MultiLayerNetwork network) {
        if (!Double.isFinite(network.score())) {
            throw new ND4JIllegalStateException("The loss (" + network.score()
                    + ") of a network that was timed is not finite. Maybe fewer rounds, or another seed?");
        }
    }
}
