package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.continual.ContinualResult;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.metrics.AccuracyMatrix;
import io.github.dl4jsparse.continual.metrics.TaskConfusion;
import io.github.dl4jsparse.examples.continual.ContinualJson;
import io.github.dl4jsparse.examples.continual.ContinualRun;
import io.github.dl4jsparse.examples.continual.ContinualSettings;
import io.github.dl4jsparse.examples.continual.MatrixTable;
import io.github.dl4jsparse.examples.continual.Measure;
import io.github.dl4jsparse.examples.continual.SeedResult;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.ResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns one task after the other. */
@Command(
        name = "continual",
        description = {
            "Learn one task after the other with one network, and ask for all of them after each.",
            "Tells accuracies with the task given and without it, from the same run."
        })
final class ContinualCommand implements Callable<Integer> {

    @Mixin
    private ContinualOptions run;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            defaultValue = "1",
            description = "A run for each seed, such as 1,2,3. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds;

    @Option(
            names = "--intransigence",
            description = "Learn the same tasks by joint training too, and tell how much better it learns each one. The"
                    + " hidden layers, inputs, epochs and batch are the same, its updater is its own.")
    private boolean intransigence;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (json != null) {
            Files.createDirectories(json.toAbsolutePath().getParent());
        }
        threads.applyOr(1);
        TrainTestData data = run.stream().load();
        ContinualSettings settings = run.settings(data.train().width());
        List<SeedResult> results = new ArrayList<>();
        PrintWriter printer = spec.commandLine().getOut();
        for (long seed : seeds) {
            ContinualResult result = learn(settings, seed, data);
            printer.println(MatrixTable.of(result));
            printer.println();
            results.add(new SeedResult(
                    result, intransigence ? Optional.of(learn(run.joint(settings), seed, data)) : Optional.empty()));
        }
        summarize(settings, results, printer);
        if (json != null) {
            ResultJson.write(
                    ContinualJson.of(settings, results, data.provenance(), Machine.provenance(CommandText.of(spec))),
                    json);
            printer.println("Wrote " + json);
        }
        return 0;
    }

    private ContinualResult learn(ContinualSettings settings, long seed, TrainTestData data) {
        PrintWriter err = spec.commandLine().getErr();
        String name = settings.strategy() + ", seed " + seed + ": ";
        return ContinualRun.run(
                settings,
                seed,
                data,
                new ContinualProgress(settings.stream().tasks(), line -> err.println(name + line)));
    }

    private static void summarize(ContinualSettings settings, List<SeedResult> results, PrintWriter out) {
        ContinualResult first = results.get(0).result();
        out.println(settings.strategy() + " on " + first.stream() + ", "
                + first.tasks().size() + " tasks, " + ContinualSettings.word(first.scenario())
                + "-incremental; mean ± standard deviation, n = " + results.size());
        line(out, "accuracy", results, result -> result.accuracies().averageAccuracy());
        line(out, "backward transfer", results, result -> result.accuracies().backwardTransfer());
        line(out, "forgetting", results, result -> result.accuracies().forgetting());
        line(out, "intransigence", results.stream().map(SeedResult::intransigence));
        line(out, "accuracy, task given", results, result -> result.withTask().averageAccuracy());
        line(
                out,
                "accuracy, task not given",
                results,
                result -> result.withoutTask()
                        .map(AccuracyMatrix::averageAccuracy)
                        .orElse(Double.NaN));
        line(
                out,
                "task inference",
                results,
                result -> result.inference().map(TaskConfusion::accuracy).orElse(Double.NaN));
        long bytes = Math.round(
                first.memory().stream().mapToLong(TaskMemory::bytes).average().orElse(0));
        out.println("  " + pad("stored for a task") + Figures.bytes(bytes));
    }

    private static void line(
            PrintWriter out, String name, List<SeedResult> results, Function<ContinualResult, Double> what) {
        line(out, name, results.stream().map(SeedResult::result).map(what));
    }

    private static void line(PrintWriter out, String name, Stream<Double> values) {
        Optional.of(Measure.of(values.toList()))
                .filter(known -> !Double.isNaN(known.mean()))
                .ifPresent(known -> out.println("  " + pad(name) + known.percent()));
    }

    private static String pad(String name) {
        return name + " ".repeat(Math.max(1, 26 - name.length()));
    }
}
