package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.study.ContinualExperiment;
import io.github.dl4jsparse.examples.study.ContinualStudy;
import io.github.dl4jsparse.examples.study.ContinualTable;
import io.github.dl4jsparse.examples.study.StudyRun;
import io.github.dl4jsparse.examples.study.StudySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.nd4j.shade.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Accuracies of all strategies of continual learning. */
@Command(
        name = "continual",
        description = {
            "Learn split and permuted digits with every strategy of continual learning, and tell accuracies.",
            "Every finished run is a file in the folder, and is not made again: the command can be stopped and repeated."
        })
final class BenchContinualCommand implements Callable<Integer> {

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Some experiments, such as class-spacenet, task-packnet, permuted-supsup. Default: all.")
    private List<String> only;

    @Option(names = "--table", description = "Tell what is finished, of all seeds that are named; learn nothing.")
    private boolean tableOnly;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Epochs of every run, to try it out. Default: as each experiment has it.")
    private Integer epochs;

    @Mixin
    private StudyOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StudySettings study =
                new StudySettings(epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs), options.validation());
        List<ContinualExperiment> experiments = only == null
                ? ContinualStudy.all()
                : only.stream().map(ContinualStudy::named).toList();
        StudyRun run = options.begin(study, spec);
        if (!tableOnly) {
            for (long seed : options.seeds()) {
                for (ContinualExperiment experiment : experiments) {
                    run.make(experiment, seed);
                }
            }
        }
        ContinualTable table = new ContinualTable();
        for (ContinualExperiment experiment : experiments) {
            for (long seed : options.seeds()) {
                Optional<JsonNode> finished = run.folder()
                        .finished(experiment, seed, study, run.data().provenance());
                finished.ifPresent(result -> table.add(experiment, result));
            }
        }
        PrintWriter printer = spec.commandLine().getOut();
        table.tables().forEach((section, rows) -> {
            printer.println(section);
            printer.println(rows);
            printer.println();
        });
        printer.println("Accuracy is the mean over all tasks after the last one, of "
                + (study.validation() ? "held-out training" : "test") + " examples of "
                + run.data().provenance().name() + "; mean ± standard deviation over n seeds.");
        printer.println("Wrote " + run.folder().write("continual.md", table.markdown()));
        return 0;
    }
}
