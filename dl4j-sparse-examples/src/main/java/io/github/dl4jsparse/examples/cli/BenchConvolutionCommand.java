package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchJson;
import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.BenchTable;
import io.github.dl4jsparse.examples.bench.Comparison;
import io.github.dl4jsparse.examples.bench.ConvolutionBench;
import io.github.dl4jsparse.examples.bench.ConvolutionSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times convolutions. */
@Command(
        name = "convolution",
        description = {
            "Time whole training steps of a network of one two-dimensional convolution, on random numbers.",
            "DL4J's ConvolutionLayer and a sparse one for each sparsity take their steps in turn in one process."
        })
final class BenchConvolutionCommand implements Callable<Integer> {

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "64",
            description = "Channels of the input. Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--filters",
            paramLabel = "N",
            defaultValue = "64",
            description = "Channels of the output. Default: ${DEFAULT-VALUE}.")
    private int filters;

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "32",
            description = "Height and width of the input. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--kernel",
            paramLabel = "N",
            defaultValue = "3",
            description = "Height and width of a filter. Default: ${DEFAULT-VALUE}.")
    private int kernel;

    @Option(
            names = "--stride",
            paramLabel = "N",
            defaultValue = "1",
            description = "Stride both ways. Default: ${DEFAULT-VALUE}.")
    private int stride;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
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
        ConvolutionSettings settings = new ConvolutionSettings(
                channels,
                filters,
                size,
                kernel,
                stride,
                batch,
                sides.sparsities(),
                sides.threads(options.threads()),
                sides.rounds(),
                options.seed());
        BenchRun run =
                options.begin(spec, settings.threads(), settings.rounds().warmUp(), ConvolutionBench.SPARSE_NETWORKS);
        List<Comparison> comparisons = ConvolutionBench.run(settings);
        options.report(spec, run, BenchTable.of(comparisons, "convolution"), BenchJson.ofSteps(comparisons, run));
        return 0;
    }
}
