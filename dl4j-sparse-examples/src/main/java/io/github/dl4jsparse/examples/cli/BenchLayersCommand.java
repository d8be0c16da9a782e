package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.study.Experiment;
import io.github.dl4jsparse.examples.study.LayerStudy;
import io.github.dl4jsparse.examples.study.StudyFolder;
import io.github.dl4jsparse.examples.study.StudySettings;
import io.github.dl4jsparse.examples.study.StudyTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
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
        TrainTestData examples = options.load();
        StudySettings study =
                new StudySettings(epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs), options.validation());
        List<Experiment> experiments = only == null
                ? LayerStudy.all()
                : only.stream().map(LayerStudy::named).toList();
        for (long seed : options.seeds()) {
            for (Experiment experiment : experiments) {
                options.run(experiment, seed, study, examples, spec);
            }
        }
        StudyFolder folder = options.folder();
        StudyTable table = new StudyTable();
        for (Experiment experiment : experiments) {
            for (long seed : options.seeds()) {
                table.add(
                        experiment,
                        folder.finished(experiment, seed, study, examples.provenance())
                                .orElseThrow());
            }
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(table.table());
        printer.println(options.note(examples));
        printer.println("Wrote " + folder.write("layers.md", table.table().markdown() + System.lineSeparator()));
        return 0;
    }
}
