package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.study.Experiment;
import io.github.dl4jsparse.examples.study.StudyFolder;
import io.github.dl4jsparse.examples.study.StudyRun;
import io.github.dl4jsparse.examples.study.StudySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.JsonNode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every study takes, and how its runs are made: each once. */
final class StudyOptions {

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
            names = "--validation",
            description = "Measure accuracy on a tenth of the training examples that is held out.")
    private boolean validation;

    @Mixin
    private DataOption data;

    @Mixin
    private ThreadsOption threads;

    boolean validation() {
        return validation;
    }

    List<Long> seeds() {
        return seeds;
    }

    StudyFolder folder() {
        return new StudyFolder(out);
    }

    TrainTestData load() {
        threads.applyOr(1);
        return data.load();
    }

    /** Makes a run, or finds it made. Returns whether it was made. */
    boolean run(Experiment experiment, long seed, StudySettings study, TrainTestData examples, CommandSpec spec)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        String name = experiment.name() + ", seed " + seed + ": ";
        Optional<JsonNode> finished = folder().finished(experiment, seed, study, examples.provenance());
        if (finished.isPresent()) {
            err.println(name + "is there already");
            return false;
        }
        Provenance provenance = Machine.provenance(CommandText.of(spec));
        folder().keep(
                        experiment,
                        seed,
                        experiment.run(study, seed, examples, provenance, line -> err.println(name + line)));
        return true;
    }

    /** The runs of a study, each of which is made once. */
    StudyRun begin(StudySettings study, CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        return new StudyRun(study, load(), folder(), () -> Machine.provenance(CommandText.of(spec)), err::println);
    }

    String note(TrainTestData examples) {
        return "Accuracy is of " + (validation ? "held-out training" : "test") + " examples of "
                + examples.provenance().name() + " after the last epoch; mean ± standard deviation over n seeds.";
    }
}
