package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchJson;
import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.BenchTable;
import io.github.dl4jsparse.examples.bench.Comparison;
import io.github.dl4jsparse.examples.bench.StepBench;
import io.github.dl4jsparse.examples.bench.StepSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times training steps. */
@Command(
        name = "step",
        description = {
            "Time whole training steps, net.fit(DataSet), with Nesterovs on random numbers.",
            "A dense network and a sparse one for each sparsity take their steps in turn in one process. Each layer of a"
                    + " sparse network has the given sparsity, the output layer too."
        })
final class BenchStepCommand implements Callable<Integer> {

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            defaultValue = "784-1000-1000-1000-10",
            description = "Units of each layer, inputs first. Default: ${DEFAULT-VALUE}.")
    private String arch;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Examples in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Mixin
    private BenchSides sides;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StepSettings settings = new StepSettings(
                Units.numbers("--arch", arch, "-"),
                batch,
                sides.sparsities(),
                sides.threads(options.threads()),
                sides.rounds(),
                options.seed());
        BenchRun run = options.begin(spec, settings.threads(), settings.rounds().warmUp(), StepBench.SPARSE_NETWORKS);
        List<Comparison> comparisons = StepBench.run(settings);
        options.report(spec, run, BenchTable.of(comparisons, "net.fit"), BenchJson.ofSteps(comparisons, run));
        return 0;
    }
}
