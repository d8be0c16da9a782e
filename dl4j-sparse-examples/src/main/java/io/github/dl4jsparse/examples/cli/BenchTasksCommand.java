package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.examples.continual.ContinualSettings;
import io.github.dl4jsparse.examples.continual.InferenceKind;
import io.github.dl4jsparse.examples.continual.ManyTasks;
import io.github.dl4jsparse.examples.continual.ManyTasksPoint;
import io.github.dl4jsparse.examples.continual.StreamKind;
import io.github.dl4jsparse.examples.continual.StreamSettings;
import io.github.dl4jsparse.examples.continual.Training;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.report.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Accuracy, memory and time against the number of tasks. */
@Command(
        name = "tasks",
        description = {
            "Learn many permutations of digits as masks over one random network (SupSup), and tell accuracy, bytes for a"
                    + " task and the time to infer the task of one example, against the number of tasks.",
            "The JSON is written anew after each measurement."
        })
final class BenchTasksCommand implements Callable<Integer> {

    @Option(
            names = "--at",
            paramLabel = "N",
            split = ",",
            defaultValue = "2,5,10,20,50,100",
            description = "After how many tasks to measure; the last one ends the run. Default: ${DEFAULT-VALUE}.")
    private List<Integer> at;

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            defaultValue = "784-300-300-100",
            description = "Units of each layer. Default: ${DEFAULT-VALUE}.")
    private String arch;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "1",
            description = "Passes over the examples of each task. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--test",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Test examples of each task. Default: ${DEFAULT-VALUE}.")
    private int test;

    @Option(
            names = "--asked",
            paramLabel = "N",
            defaultValue = "200",
            description = "Single test examples whose task is inferred. Default: ${DEFAULT-VALUE}.")
    private int asked;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private Path json;

    @Mixin
    private DataOption data;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        threads.applyOr(1);
        TrainTestData examples = data.load();
        ContinualSettings settings = settings(examples.train().width());
        Map<String, Object> fields = new LinkedHashMap<>(settings.fields());
        fields.put("seed", seed);
        Provenance provenance = Machine.provenance(CommandText.of(spec));
        PrintWriter err = spec.commandLine().getErr();
        List<ManyTasksPoint> points = new ArrayList<>();
        new ManyTasks(
                        settings,
                        seed,
                        examples,
                        asked,
                        new ContinualProgress(settings.stream().tasks(), err::println))
                .run(new TreeSet<>(at), point -> {
                    points.add(point);
                    fields.put("points", points);
                    fields.put("provenance", ResultJson.provenance(examples.provenance(), provenance));
                    write(fields);
                });
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(table(points));
        if (json != null) {
            printer.println("Wrote " + json);
        }
        return 0;
    }

    private ContinualSettings settings(int width) {
        List<Integer> units = Architecture.units(arch, width);
        ContinualSettings usual = ContinualSettings.usual("supsup", StreamKind.PERMUTED);
        Training training = usual.training();
        return usual.with(
                        new Training(
                                units.subList(1, units.size() - 1),
                                training.weights(),
                                training.optimizer(),
                                epochs,
                                training.batch(),
                                training.normalisation()),
                        false)
                .on(StreamSettings.permutations(
                        at.stream().max(Integer::compare).orElseThrow()))
                .in(Scenario.DOMAIN_INCREMENTAL)
                .inferring(InferenceKind.ONE_SHOT, 1)
                .asking(units.get(units.size() - 1), test);
    }

    private void write(Map<String, Object> fields) {
        if (json == null) {
            return;
        }
        try {
            ResultJson.write(ResultJson.text(fields), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TextTable table(List<ManyTasksPoint> points) {
        TextTable table = TextTable.of(
                "tasks",
                "accuracy",
                "worst task",
                "task inferred",
                "one-shot, ms",
                "by asking all",
                "asking all, ms",
                "bytes for a task",
                "training of a task");
        for (ManyTasksPoint point : points) {
            table = table.row(
                    String.valueOf(point.tasks()),
                    Figures.percent(point.accuracy()),
                    Figures.percent(point.leastAccuracy()),
                    Figures.percent(point.inferenceAccuracy()),
                    String.format(Locale.ROOT, "%.1f", point.inferenceMillis()),
                    Figures.percent(point.askingAccuracy()),
                    String.format(Locale.ROOT, "%.1f", point.askingMillis()),
                    Figures.count(Math.round(point.bytesPerTask())),
                    Figures.seconds(point.secondsPerTask()));
        }
        return table;
    }
}
