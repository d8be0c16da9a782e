package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.Rounds;
import io.github.dl4jsparse.examples.bench.ThreadCounts;
import java.util.List;
import picocli.CommandLine.Option;

/** What benchmarks take that compare sparse networks with a dense one. */
final class BenchSides {

    @Option(
            names = "--sparsity",
            paramLabel = "SHARE",
            split = ",",
            defaultValue = "0.9,0.95,0.98,0.99",
            description = "Share of connections that each sparse layer leaves out, in [0, 1); a network for each."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<Double> sparsities;

    @Option(
            names = "--sparse-threads",
            paramLabel = "N",
            description = "Threads of the sparse kernels; ND4J has one in training steps of sparse networks."
                    + " Default: those of --threads.")
    private Integer sparseThreads;

    @Option(
            names = "--dense-threads",
            paramLabel = "N",
            description = "Threads of ND4J in the turns of the dense network. Default: those of --threads.")
    private Integer denseThreads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How often each network takes its turn; the medians count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "10",
            description = "Rounds before these, which do not count. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    List<Double> sparsities() {
        return sparsities;
    }

    ThreadCounts threads(int both) {
        return new ThreadCounts(
                denseThreads == null ? both : denseThreads, sparseThreads == null ? both : sparseThreads);
    }

    Rounds rounds() {
        return new Rounds(warmUp, rounds);
    }
}
