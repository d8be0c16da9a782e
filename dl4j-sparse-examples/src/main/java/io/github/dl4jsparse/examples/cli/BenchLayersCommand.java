package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.study.Experiment;
import io.github.dl4jsparse.examples.study.LayerStudy;
import io.github.dl4jsparse.examples.study.StudyFolder;
import io.github.dl4jsparse.examples.study.StudySettings;
import io.github.dl4jsparse.examples.study.StudyTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** Accuracies of layers that learn their own masks. */
@Command(
        name = "layers",
        description = {
            "Train 784-300-100-10 with each kind of layer that learns its own mask, and tell accuracies and weights used.",
            "Every finished run is a file in the folder, and is not made again: the command can be stopped and repeated."
        })
final class BenchLayersCommand implements Callable<Integer> {

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for the results.")
    private Path out;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,3",
            description = "A run of each experiment for each seed. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds;

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

    @Option(
            names = "--validation",
            description = "Measure accuracy on a tenth of the training examples that is held out.")
    private boolean validation;

    @Mixin
    private DataOption data;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        threads.applyOr(1);
        StudySettings study =
                new StudySettings(epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs), validation);
        List<Experiment> experiments = only == null
                ? LayerStudy.all()
                : only.stream().map(LayerStudy::named).toList();
        TrainTestData examples = data.load();
        StudyFolder folder = new StudyFolder(out);
        for (long seed : seeds) {
            for (Experiment experiment : experiments) {
                run(experiment, seed, study, examples, folder);
            }
        }
        StudyTable table = new StudyTable();
        for (Experiment experiment : experiments) {
            for (long seed : seeds) {
                table.add(
                        experiment,
                        folder.finished(experiment, seed, study, examples.provenance())
                                .orElseThrow());
            }
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(table.table());
        printer.println("Accuracy is of "
                + (validation ? "held-out training" : "test") + " examples of "
                + examples.provenance().name() + " after the last epoch; mean ± standard deviation over n seeds.");
        printer.println("Wrote " + folder.write("layers.md", table.table().markdown() + System.lineSeparator()));
        return 0;
    }

    private void run(Experiment experiment, long seed, StudySettings study, TrainTestData examples, StudyFolder folder)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        String name = experiment.name() + ", seed " + seed + ": ";
        Optional<JsonNode> finished = folder.finished(experiment, seed, study, examples.provenance());
        if (finished.isPresent()) {
            err.println(name + "is there already");
            return;
        }
        Provenance provenance = Machine.provenance(CommandText.of(spec));
        folder.keep(
                experiment, seed, experiment.run(study, seed, examples, provenance, line -> err.println(name + line)));
    }
}
