package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchJson;
import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.BenchTable;
import io.github.dl4jsparse.examples.bench.Comparison;
import io.github.dl4jsparse.examples.bench.InferenceBench;
import io.github.dl4jsparse.examples.bench.InferenceSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times outputs. */
@Command(
        name = "inference",
        description = {
            "Time outputs on random numbers: net.output of dense layers, net.output of truly sparse ones, and what a"
                    + " SparsePredictor predicts from the same truly sparse ones, in turn in one process.",
            "All layers have the given sparsity; there is no output layer. A SparsePredictor computes in one thread."
        })
final class BenchInferenceCommand implements Callable<Integer> {

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            defaultValue = "4000-4000",
            description = "Inputs, then the units of each layer. Default: ${DEFAULT-VALUE}.")
    private String arch;

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,128",
            description = "Examples at once; a measurement for each number. Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Mixin
    private BenchSides sides;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        InferenceSettings settings = new InferenceSettings(
                Units.numbers("--arch", arch, "-"),
                batches,
                sides.sparsities(),
                sides.threads(options.threads()),
                sides.rounds(),
                options.seed());
        BenchRun run =
                options.begin(spec, settings.threads(), settings.rounds().warmUp(), InferenceBench.SPARSE_NETWORKS);
        List<Comparison> comparisons = InferenceBench.run(settings);
        options.report(spec, run, BenchTable.of(comparisons, "output"), BenchJson.ofOutputs(comparisons, run));
        return 0;
    }
}
