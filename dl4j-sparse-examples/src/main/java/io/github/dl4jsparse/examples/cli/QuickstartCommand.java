package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.HtmlReport;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.report.ResultTable;
import io.github.dl4jsparse.examples.run.RunResult;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.Storage;
import io.github.dl4jsparse.examples.run.TopologySettings;
import io.github.dl4jsparse.examples.run.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The first thing to run: one network five ways. */
@Command(
        name = "quickstart",
        description = {
            "Train 784-300-100-10 on digits five ways: dense; a fixed random topology, SET and RigL at 90 %% sparsity on"
                    + " masked ordinary layers; RigL at 95 %% with truly sparse layers.",
            "Prints a table, writes report.html and results.json."
        })
final class QuickstartCommand implements Callable<Integer> {

    private static final double MASKED_SPARSITY = 0.9;
    private static final double COMPRESSED_SPARSITY = 0.95;

    /** Half of what {@code train} does: the generated digits have a third of MNIST's steps. */
    private static final int INTERVAL = 100;

    @Mixin
    private DataOption data;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Passes over the training examples of each run. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder for report.html and results.json. Default: the current one.")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        threads.applyOr(1);
        long start = System.nanoTime();
        TrainTestData examples = data.load();
        PrintWriter printer = spec.commandLine().getOut();
        printer.println("dl4j-sparse " + Machine.version() + ": 784-300-100-10 on "
                + examples.provenance().name() + ", "
                + Figures.count(examples.train().size()) + " training and "
                + Figures.count(examples.test().size())
                + " test examples (" + examples.provenance().origin() + ")");
        List<RunResult> results = new ArrayList<>();
        List<RunSettings> plan = plan();
        for (RunSettings settings : plan) {
            String place = "[" + (results.size() + 1) + "/" + plan.size() + "] ";
            results.add(train(settings, examples, place));
        }
        printer.println();
        printer.println(ResultTable.of(results));
        printer.println();
        write(results, printer);
        printer.println("Took " + Figures.duration((System.nanoTime() - start) / 1e9) + ".");
        return 0;
    }

    private List<RunSettings> plan() {
        RunSettings all = RunSettings.defaults().withEpochs(epochs).withSeed(seed);
        TopologySettings topology = all.topology().withInterval(INTERVAL);
        RunSettings masked = all.with(topology.withSparsity(MASKED_SPARSITY));
        RunSettings compressed = all.with(topology.withSparsity(COMPRESSED_SPARSITY));
        return List.of(
                masked.with("dense", Storage.MASKED),
                masked.with("fixed", Storage.MASKED),
                masked.with("set", Storage.MASKED),
                masked.with("rigl", Storage.MASKED),
                compressed.with("rigl", Storage.COMPRESSED));
    }

    private RunResult train(RunSettings settings, TrainTestData examples, String place) throws IOException {
        TrainingRun run = TrainingRun.start(settings, examples);
        String name = place + Figures.name(settings, run.sparsityRequested());
        try (ProgressView view = ProgressView.of(
                name,
                settings.epochs(),
                0,
                run.stepsPerEpoch(),
                spec.commandLine().getErr())) {
            return run.finish(view);
        }
    }

    private void write(List<RunResult> results, PrintWriter printer) throws IOException {
        Provenance provenance = Machine.provenance(CommandText.of(spec));
        Path json = out.resolve("results.json");
        Path page = out.resolve("report.html");
        ResultJson.write(ResultJson.of(results, provenance), json);
        HtmlReport.write(results, provenance, page);
        printer.println("Wrote " + json.normalize() + " and " + page.normalize() + " (open it in a browser).");
    }
}
