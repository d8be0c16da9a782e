package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Provenance;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes the runs of a study that are not finished.
 *
 * @param study what is changed of the experiments
 * @param data to learn from and to test on
 * @param folder where results are kept
 * @param provenance of the study
 * @param progress is told lines
 */
public record StudyRun(
        StudySettings study,
        TrainTestData data,
        StudyFolder folder,
        Supplier<Provenance> provenance,
        Consumer<String> progress) {

    /**
     * Makes a run, unless it is there.
     *
     * @param experiment of the run
     * @param seed of the run
     * @throws IOException if the result cannot be read or written
     */
    public void make(Experiment experiment, long seed) throws IOException {
        String name = experiment.name() + ", seed " + seed + ": ";
        if (folder.finished(experiment, seed, study, data.provenance()).isPresent()) {
            progress.accept(name + "is there already");
            return;
        }
        folder.keep(
                experiment,
                seed,
                experiment.run(study, seed, data, provenance.get(), line -> progress.accept(name + line)));
    }
}
