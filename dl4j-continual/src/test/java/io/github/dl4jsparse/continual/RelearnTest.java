package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.inference.TaskInferences;
import io.github.dl4jsparse.continual.strategy.PackNet;
import io.github.dl4jsparse.continual.strategy.PiggybackMasks;
import io.github.dl4jsparse.continual.strategy.SupSup;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RelearnTest {

    private final List<Task> tasks = Blobs.split(3);

    static List<ContinualStrategy> masks() {
        return List.of(SupSup.of(Supermask.threshold()), PiggybackMasks.binary());
    }

    private static ContinualLearnerBuilder builder(ContinualStrategy strategy) {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(strategy)
                .taskInference(TaskInferences.nearestMean(4))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .epochs(3);
    }

    private ContinualLearner afterAll(ContinualStrategy strategy) {
        ContinualLearner learner = builder(strategy).build();
        tasks.forEach(learner::learn);
        return learner;
    }

    private float[] answer(ContinualLearner learner, int task) {
        return learner.output(Blobs.features(tasks.get(task)), task)
                .dup()
                .data()
                .asFloat();
    }

    /** The examples and classes of the third task under the id of the first. */
    private Task other() {
        return Task.of(
                0, tasks.get(2).classes(), tasks.get(2).train(), tasks.get(2).test());
    }

    @ParameterizedTest
    @MethodSource("masks")
    void aTaskIsReplacedAndOthersKeepTheirBits(ContinualStrategy strategy) {
        ContinualLearner learner = afterAll(strategy);
        float[] first = answer(learner, 0);
        float[] second = answer(learner, 1);

        LearnedTask again = learner.relearn(other());

        assertThat(again.classes()).containsExactly(4, 5);
        assertThat(learner.learned()).extracting(LearnedTask::id).containsExactly(0, 1, 2);
        assertThat(learner.learned().get(0)).isEqualTo(again);
        assertThat(answer(learner, 1)).isEqualTo(second);
        assertThat(answer(learner, 0)).isNotEqualTo(first);
        assertThat(learner.predict(Blobs.features(tasks.get(2)), 0)).containsOnly(4, 5);
    }

    @ParameterizedTest
    @MethodSource("masks")
    void theSameExamplesGiveTheSameBits(ContinualStrategy strategy) {
        ContinualLearner learner = afterAll(strategy);
        float[] before = answer(learner, 1);

        learner.relearn(tasks.get(1));

        assertThat(answer(learner, 1)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("masks")
    void whatWasLearntAnewIsSaved(ContinualStrategy strategy, @TempDir Path folder) throws IOException {
        ContinualLearner learner = afterAll(strategy);
        learner.relearn(other());
        Path file = folder.resolve("learner.zip");
        learner.save(file);

        ContinualLearner loaded = ContinualLearner.load(file);

        for (int task = 0; task < 3; task++) {
            assertThat(answer(loaded, task)).isEqualTo(answer(learner, task));
        }
        assertThat(loaded.inferTasks(Blobs.features(tasks.get(2))))
                .isEqualTo(learner.inferTasks(Blobs.features(tasks.get(2))));
    }

    @ParameterizedTest
    @MethodSource("masks")
    void aTaskThatFailsIsAsItWas(ContinualStrategy strategy) {
        int[] steps = {1000};
        ContinualLearner learner = builder(strategy)
                .trainingListeners(new BaseTrainingListener() {
                    @Override
                    public void onBackwardPass(Model model) {
                        if (--steps[0] == 0) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .build();
        tasks.forEach(learner::learn);
        LearnerBits before = LearnerBits.of(learner);
        int[] inferred = learner.inferTasks(Blobs.features(tasks.get(0)));
        steps[0] = 5;

        assertThatThrownBy(() -> learner.relearn(other())).isInstanceOf(DL4JException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(LearnerBits.of(learner)).isEqualTo(before);
        assertThat(learner.inferTasks(Blobs.features(tasks.get(0)))).isEqualTo(inferred);
    }

    @Test
    void theSuperpositionIsOfTheNewMask() {
        ContinualLearner learner = builder(SupSup.of(Supermask.threshold()))
                .taskInference(TaskInferences.oneShot(4))
                .build();
        tasks.forEach(learner::learn);
        learner.inferTasks(Blobs.features(tasks.get(0)));
        learner.relearn(other());
        ContinualLearner fresh = builder(SupSup.of(Supermask.threshold()))
                .taskInference(TaskInferences.oneShot(4))
                .build();
        fresh.learn(other());
        tasks.subList(1, 3).forEach(fresh::learn);

        for (Task task : tasks) {
            assertThat(learner.inferTasks(Blobs.features(task))).isEqualTo(fresh.inferTasks(Blobs.features(task)));
        }
    }

    @Test
    void tasksThatOthersBuildOnStay() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(PackNet.builder().retrainEpochs(1).build())
                .build();
        learner.learn(tasks.get(0));

        assertThatThrownBy(() -> learner.relearn(tasks.get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("(packnet)")
                .hasMessageContaining("task (0)")
                .hasMessageContaining("as a new task");
    }

    @Test
    void onlyWhatWasLearntIsLearntAgain() {
        ContinualLearner learner = builder(PiggybackMasks.binary()).build();
        learner.learn(tasks.get(0));

        assertThatThrownBy(() -> learner.relearn(tasks.get(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Task (1) was not learnt yet")
                .hasMessageContaining("Use learn(task)");
        assertThatThrownBy(() -> learner.learn(tasks.get(0))).hasMessageContaining("relearn(task)");
    }
}
