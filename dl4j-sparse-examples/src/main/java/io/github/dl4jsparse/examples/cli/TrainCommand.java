package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.report.ResultTable;
import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.RunObserver;
import io.github.dl4jsparse.examples.run.RunResult;
import io.github.dl4jsparse.examples.run.SavedRun;
import io.github.dl4jsparse.examples.run.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network. */
@Command(
        name = "train",
        description = {
            "Train a multilayer perceptron, dense or sparse, or of layers that learn their own masks.",
            "Every finished epoch is saved: Ctrl-C loses none."
        })
final class TrainCommand implements Callable<Integer> {

    private static final Set<String> WITH_RESUME =
            Set.of("--resume", "--data", "--threads", "--out", "--json", "--debug");

    @Mixin
    private RunOptions run;

    @Mixin
    private DataOption data;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of weights, topology and order of examples. Default: 1.")
    private Long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            description = "Several runs, one for each seed, such as 1,2,3; the JSON is an array.")
    private List<Long> seeds;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Save the network after every epoch, for --resume, inspect and SparseModels.load.")
    private Path out;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Go on with a run that --out has saved, with its settings; ends with the bits with which it would"
                            + " have ended uninterrupted. Saves to the same file unless --out names another.")
    private Path resume;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        if (json != null) {
            Files.createDirectories(json.toAbsolutePath().getParent());
        }
        threads.apply();
        TrainTestData examples = data.load();
        List<RunResult> results = resume == null ? trainSeeds(examples) : List.of(goOn(examples));
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(ResultTable.of(results));
        if (results.size() > 1) {
            printer.println(Spreading.of(results));
        }
        if (results.stream().anyMatch(result -> !result.pruned().isEmpty())) {
            printer.println();
            printer.println(ResultTable.ofPruned(results));
        }
        writeJson(results, printer);
        return 0;
    }

    private void checkOptions() {
        if (seed != null && seeds != null) {
            throw usage("--seed and --seeds exclude each other.");
        }
        if (seeds != null && seeds.size() > 1 && out != null) {
            throw usage("--out holds one network; name one seed.");
        }
        if (resume != null) {
            List<String> others = spec.commandLine().getParseResult().matchedOptions().stream()
                    .map(OptionSpec::longestName)
                    .filter(name -> !WITH_RESUME.contains(name))
                    .toList();
            if (!others.isEmpty()) {
                throw usage("A resumed run keeps the settings that it was started with; leave out "
                        + String.join(", ", others) + ".");
            }
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<RunResult> trainSeeds(TrainTestData examples) throws IOException {
        List<Long> all = seeds != null ? seeds : List.of(seed != null ? seed : 1);
        List<RunResult> results = new ArrayList<>();
        for (long each : all) {
            TrainingRun started = TrainingRun.start(run.settings(examples, each), examples);
            results.add(finish(started, Optional.ofNullable(out), all.size() > 1 ? ", seed " + each : ""));
        }
        return results;
    }

    private RunResult goOn(TrainTestData examples) throws IOException {
        TrainingRun resumed = TrainingRun.resume(SavedRun.read(resume), examples);
        return finish(resumed, Optional.of(out != null ? out : resume), "");
    }

    private RunResult finish(TrainingRun run, Optional<Path> file, String suffix) throws IOException {
        SavedRun now = run.snapshot();
        String name = Figures.name(now.settings(), run.sparsityRequested()) + suffix;
        PrintWriter err = spec.commandLine().getErr();
        err.println(name + ": " + now.settings().archName() + " on "
                + now.data().name() + " (" + now.data().origin() + ")");
        if (!now.settings().layers().options().isEmpty()) {
            err.println("layer options: " + LayerOptionText.of(now.settings().layers()));
        }
        try (EpochKeeper keeper = new EpochKeeper(file, err);
                ProgressView view = ProgressView.of(
                        name, now.settings().epochs(), now.perEpoch().size(), run.stepsPerEpoch(), err)) {
            return run.finish(new RunObserver() {
                @Override
                public void stepDone(int epoch, int step, double score) {
                    view.stepDone(epoch, step, score);
                }

                @Override
                public void epochDone(TrainingRun training, EpochResult result) {
                    keeper.epochDone(training, result);
                    view.epochDone(training, result);
                }
            });
        }
    }

    private void writeJson(List<RunResult> results, PrintWriter printer) throws IOException {
        if (json == null) {
            return;
        }
        Provenance provenance = Machine.provenance(CommandText.of(spec));
        ResultJson.write(
                seeds != null ? ResultJson.of(results, provenance) : ResultJson.of(results.get(0), provenance), json);
        printer.println("Wrote " + json);
    }
}
