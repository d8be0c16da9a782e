package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.ConvertBench;
import io.github.dl4jsparse.examples.bench.ConvertJson;
import io.github.dl4jsparse.examples.bench.ConvertResult;
import io.github.dl4jsparse.examples.bench.ConvertSettings;
import io.github.dl4jsparse.examples.bench.ConvertTable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times conversions and converted networks. */
@Command(
        name = "convert",
        description = {
            "Prune a dense network by magnitude, convert it to truly sparse layers, and time outputs and training steps of both"
                    + " in turn, on random numbers.",
            "Each hidden layer is pruned to the given sparsity; the output layer is dense. --calibrate converts the layers"
                    + " that a timing on this machine finds faster, and tells the times."
        })
final class BenchConvertCommand implements Callable<Integer> {

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
            description = "Examples at once. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--min-sparsity",
            paramLabel = "SHARE",
            description =
                    "Convert layers from this sparsity on, in [0, 1]. Default: the library's threshold for the kernels"
                            + " in use.")
    private Double minSparsity;

    @Option(
            names = "--calibrate",
            description =
                    "Time each layer of sparsity 0.5 or more in both forms, and convert those that become faster.")
    private boolean calibrate;

    @Mixin
    private BenchSides sides;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ConvertSettings settings = new ConvertSettings(
                Units.numbers("--arch", arch, "-"),
                batch,
                sides.sparsities(),
                minSparsity == null ? OptionalDouble.empty() : OptionalDouble.of(minSparsity),
                calibrate,
                sides.threads(options.threads()),
                sides.rounds(),
                options.seed());
        BenchRun run =
                options.begin(spec, settings.threads(), settings.rounds().warmUp(), ConvertBench.SPARSE_NETWORKS);
        List<ConvertResult> results = ConvertBench.run(settings);
        options.report(spec, run, ConvertTable.of(results), ConvertJson.of(results, run));
        return 0;
    }
}
