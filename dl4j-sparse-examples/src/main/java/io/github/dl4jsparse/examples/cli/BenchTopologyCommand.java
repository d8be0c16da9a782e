package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.bench.BenchRun;
import io.github.dl4jsparse.examples.bench.RewiringBench;
import io.github.dl4jsparse.examples.bench.RewiringReport;
import io.github.dl4jsparse.examples.bench.RewiringSettings;
import io.github.dl4jsparse.examples.bench.RewiringTime;
import io.github.dl4jsparse.examples.bench.Rounds;
import io.github.dl4jsparse.examples.bench.ThreadCounts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times topology updates. */
@Command(
        name = "topology",
        description = {
            "Time what updates of the topology by SET and RigL add to training, on random numbers.",
            "Networks without and with updates, under masks and truly sparse, take their turns in one process. What an update"
                    + " adds is told as a whole, and parted in what the method does itself and the rest. A monitor's lines tell"
                    + " what its reports add to RigL's updates."
        })
final class BenchTopologyCommand implements Callable<Integer> {

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

    @Option(
            names = "--sparsity",
            paramLabel = "SHARE",
            defaultValue = "0.9",
            description = "Share of connections to leave out, in [0, 1). Default: ${DEFAULT-VALUE}.")
    private double sparsity;

    @Option(
            names = "--interval",
            paramLabel = "STEPS",
            defaultValue = "100",
            description = "Steps between updates that shares are told for. Default: ${DEFAULT-VALUE}.")
    private int interval;

    @Option(
            names = "--block",
            paramLabel = "STEPS",
            defaultValue = "10",
            description = "Steps of a turn, with one update. Default: ${DEFAULT-VALUE}.")
    private int block;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How often each network takes its turn; the medians count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds before these, which do not count. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Mixin
    private BenchOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        RewiringSettings settings = new RewiringSettings(
                Units.numbers("--arch", arch, "-"),
                batch,
                sparsity,
                interval,
                block,
                options.threads(),
                new Rounds(warmUp, rounds),
                options.seed());
        ThreadCounts threads = new ThreadCounts(settings.threads(), settings.threads());
        BenchRun run = options.begin(spec, threads, warmUp, RewiringBench.NETWORKS);
        List<RewiringTime> times = RewiringBench.run(settings);
        options.report(spec, run, RewiringReport.table(times), RewiringReport.json(times, settings, run));
        return 0;
    }
}
