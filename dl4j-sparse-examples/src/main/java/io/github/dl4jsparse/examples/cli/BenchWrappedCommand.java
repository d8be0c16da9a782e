package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.Rounds;
import io.github.dl4jsparse.examples.bench.ThreadCounts;
import io.github.dl4jsparse.examples.bench.WrappedBench;
import io.github.dl4jsparse.examples.bench.WrappedMembers;
import io.github.dl4jsparse.examples.bench.WrappedReport;
import io.github.dl4jsparse.examples.bench.WrappedSettings;
import io.github.dl4jsparse.examples.bench.WrappedTime;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times wrapped layers. */
@Command(
        name = "wrapped",
        description = {
            "Time whole training steps of a dense layer wrapped by each reparameterisation, on random numbers.",
            "The bare layer and the wrapped ones take their steps in turn in one process. The ratio is the time of the"
                    + " wrapped layer's step over that of the bare layer's; all train what they train by Nesterovs."
        })
final class BenchWrappedCommand implements Callable<Integer> {

    @Option(
            names = "--size",
            paramLabel = "INxOUT",
            defaultValue = "1000x1000",
            description = "Inputs and units of the layer. Default: ${DEFAULT-VALUE}.")
    private String size;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Examples in a step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Some reparameterisations, by their names in the table. Default: all.")
    private List<String> only;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How often each network takes its turn; the medians count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60",
            description = "Rounds before these, which do not count. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        WrappedSettings settings = new WrappedSettings(
                Units.numbers("--size", size, "x"),
                batch,
                only == null ? List.copyOf(WrappedMembers.all().keySet()) : only,
                options.threads(),
                new Rounds(warmUp, rounds),
                options.seed());
        ThreadCounts threads = new ThreadCounts(settings.threads(), settings.threads());
        BenchRun run = options.begin(spec, threads, warmUp, WrappedBench.NETWORKS);
        List<WrappedTime> times = WrappedBench.run(settings);
        options.report(spec, run, WrappedReport.table(times), WrappedReport.json(times, run));
        return 0;
    }
}
