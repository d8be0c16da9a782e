package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.LearnedTask;
import io.github.dl4jsparse.examples.continual.ContinualJson;
import io.github.dl4jsparse.examples.continual.ContinualRun;
import io.github.dl4jsparse.examples.continual.ContinualSettings;
import io.github.dl4jsparse.examples.continual.SeedResult;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Provenance;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What {@code continual} does, with settings that are laid down.
 *
 * @param name what its files are called
 * @param title what it is called in tables
 * @param section of the tables
 * @param published what others have reported, empty if nothing
 * @param settings of the run, but for its seed
 */
public record ContinualExperiment(
        String name, String title, String section, String published, ContinualSettings settings) implements Experiment {

    @Override
    public Map<String, Object> settings(StudySettings study) {
        return of(study).fields();
    }

    private ContinualSettings of(StudySettings study) {
        int epochs = study.epochs().orElse(settings.training().epochs());
        return settings.with(settings.training().epochs(epochs), study.validation());
    }

    @Override
    public String run(
            StudySettings study, long seed, TrainTestData data, Provenance provenance, Consumer<String> progress) {
        ContinualSettings changed = of(study);
        ContinualListener listener = new ContinualListener() {
            @Override
            public void taskLearned(LearnedTask task) {
                progress.accept(String.format(Locale.ROOT, "task %d learnt  %.1f s", task.id() + 1, task.seconds()));
            }
        };
        SeedResult result = SeedResult.alone(ContinualRun.run(changed, seed, data, listener));
        return ContinualJson.of(changed, List.of(result), data.provenance(), provenance);
    }
}
