package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchJson;
import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.BenchTable;
import io.github.dl4jsparse.examples.bench.ScaleBench;
import io.github.dl4jsparse.examples.bench.ScaleResult;
import io.github.dl4jsparse.examples.bench.ScaleSettings;
import io.github.dl4jsparse.examples.bench.ThreadCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a very large network. */
@Command(
        name = "scale",
        description = {
            "Train a truly sparse network with SET for a few steps on random numbers; tell times and memory.",
            "The large one: --arch 784-250000-250000-250000-10 --connections 100000000"
        })
final class BenchScaleCommand implements Callable<Integer> {

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            defaultValue = "784-5000-5000-5000-10",
            description = "Units of each layer, inputs first. Default: ${DEFAULT-VALUE}.")
    private String arch;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "500000",
            description = "Connections of all hidden layers together, spread by Erdős–Rényi; the output layer is dense."
                    + " Default: ${DEFAULT-VALUE}.")
    private long connections;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Examples in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many steps. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--interval",
            paramLabel = "N",
            defaultValue = "3",
            description = "Steps between two updates of the topology. Default: ${DEFAULT-VALUE}.")
    private int interval;

    @Option(
            names = "--model-file",
            paramLabel = "FILE",
            description =
                    "Save the network to FILE in the end, without and then with the updater's state, and tell the sizes.")
    private Path modelFile;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ThreadCounts threads = new ThreadCounts(options.threads(), options.threads());
        ScaleSettings settings = new ScaleSettings(
                Units.numbers("--arch", arch, "-"),
                connections,
                batch,
                steps,
                interval,
                options.threads(),
                options.seed(),
                modelFile);
        BenchRun run = options.begin(spec, threads, 0, ScaleBench.SPARSE_NETWORKS);
        ScaleResult result = ScaleBench.run(settings);
        options.report(spec, run, BenchTable.of(result), BenchJson.ofScale(result, settings, run));
        return 0;
    }
}
