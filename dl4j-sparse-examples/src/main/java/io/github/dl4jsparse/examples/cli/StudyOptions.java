package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.study.StudyFolder;
import io.github.dl4jsparse.examples.study.StudyRun;
import io.github.dl4jsparse.examples.study.StudySettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What every study is told. */
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

    List<Long> seeds() {
        return seeds;
    }

    StudySettings settings() {
        return new StudySettings(epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs), validation);
    }

    StudyRun begin(StudySettings study, CommandSpec spec) {
        threads.applyOr(1);
        TrainTestData examples = data.load();
        PrintWriter err = spec.commandLine().getErr();
        return new StudyRun(
                study, examples, new StudyFolder(out), () -> Machine.provenance(CommandText.of(spec)), err::println);
    }
}
