package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.RunObserver;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.TrainingRun;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What {@code train} does, with settings that are laid down.
 *
 * @param name what its files are called
 * @param title what it is called in tables
 * @param settings of the run, but for its seed
 */
record TrainingExperiment(String name, String title, RunSettings settings) implements Experiment {

    @Override
    public Map<String, Object> settings(StudySettings study) {
        return ResultJson.settings(study.of(settings));
    }

    @Override
    public String run(
            StudySettings study, long seed, TrainTestData data, Provenance provenance, Consumer<String> progress)
            throws IOException {
        RunSettings seeded = study.of(settings).withSeed(seed);
        TrainingRun run = TrainingRun.start(seeded, data);
        return ResultJson.of(
                run.finish(new RunObserver() {
                    @Override
                    public void epochDone(TrainingRun training, EpochResult result) {
                        progress.accept(String.format(
                                Locale.ROOT,
                                "epoch %d/%d  accuracy %.2f %%  %.1f s",
                                result.epoch(),
                                seeded.epochs(),
                                100 * result.accuracy(),
                                result.seconds()));
                    }
                }),
                provenance);
    }
}
