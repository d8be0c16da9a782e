package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.study.Experiment;
import io.github.dl4jsparse.examples.study.LayerStudy;
import io.github.dl4jsparse.examples.study.StudyRun;
import io.github.dl4jsparse.examples.study.StudySettings;
import io.github.dl4jsparse.examples.study.StudyTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Accuracies of layers that learn their own masks. */
@Command(
        name = "layers",
        description = {
            "Train 784-300-100-10 with each kind of layer that learns its own mask, and tell accuracies and weights used.",
            "Every finished run is a file in the folder, and is not made again: the command can be stopped and repeated."
        })
final class BenchLayersCommand implements Callable<Integer> {

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Some experiments: dst, supermask, edge-popup, powerprop-3, powerprop-1, l0, l0-weak, vd,"
                    + " piggyback."
                    + " Default: all.")
    private List<String> only;

    @Mixin
    private StudyOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        StudySettings study = options.settings();
        List<Experiment> experiments = only == null
                ? LayerStudy.all()
                : only.stream().map(LayerStudy::named).toList();
        StudyRun run = options.begin(study, spec);
        for (long seed : options.seeds()) {
            for (Experiment experiment : experiments) {
                run.make(experiment, seed);
            }
        }
        StudyTable table = new StudyTable();
        for (Experiment experiment : experiments) {
            for (long seed : options.seeds()) {
                table.add(
                        experiment,
                        run.folder()
                                .finished(experiment, seed, study, run.data().provenance())
                                .orElseThrow());
            }
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(table.table());
        printer.println("Accuracy is of "
                + (study.validation() ? "held-out training" : "test") + " examples of "
                + run.data().provenance().name() + " after the last epoch; mean ± standard deviation over n seeds.");
        printer.println("Wrote " + run.folder().write("layers.md", table.table().markdown() + System.lineSeparator()));
        return 0;
    }
}
