package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.inference.Candidates;
import io.github.dl4jsparse.continual.inference.TaskInference;
import io.github.dl4jsparse.continual.inference.TaskInferences;
import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.WinningSubnetworks;
import io.github.dl4jsparse.continual.stream.TaskStreams;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.exception.DL4JException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class StudyTest {

    private final List<Task> tasks = Blobs.split(3);

    private static ContinualLearner wsn() {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(WinningSubnetworks.keeping(0.5))
                .taskInference(TaskInferences.nearestMean(4))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .epochs(5)
                .build();
    }

    private static ContinualLearner naive(int outputs, Scenario scenario) {
        return ContinualLearner.builder()
                .network(Networks.plain(outputs))
                .strategy(new Naive())
                .scenario(scenario)
                .epochs(5)
                .build();
    }

    /** Two classes that all tasks share, each task with its inputs in another order. */
    private static TaskStream shared() {
        return TaskStreams.permuted(Blobs.examples(0, 2, 1), Blobs.examples(0, 2, 2))
                .tasks(3)
                .batchSize(8)
                .build();
    }

    private static TaskStream ofUnknownLength(TaskStream stream) {
        return new TaskStream() {
            @Override
            public String name() {
                return stream.name();
            }

            @Override
            public Iterator<Task> iterator() {
                return stream.iterator();
            }
        };
    }

    @Test
    void aStudyGoesOnWithALearnerThatKnowsTasks() {
        ContinualLearner learner = wsn();
        learner.learn(tasks.get(0));

        ContinualResult rest = learner.study(TaskStream.of("rest", tasks.subList(1, 3)));

        ContinualResult whole = wsn().study(TaskStream.of("whole", tasks));
        assertThat(rest.tasks()).extracting(LearnedTask::id).containsExactly(1, 2);
        assertThat(rest.withTask().tasks()).isEqualTo(2);
        assertThat(rest.memory()).isEqualTo(whole.memory().subList(1, 3));
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                assertThat(rest.withTask().get(i, j)).isEqualTo(whole.withTask().get(i + 1, j + 1));
                assertThat(rest.accuracies().get(i, j))
                        .isEqualTo(whole.accuracies().get(i + 1, j + 1));
            }
        }
        assertThat(rest.inference().orElseThrow().tasks()).isEqualTo(3);
        for (int task = 0; task < 3; task++) {
            assertThat(rest.inference().orElseThrow().get(0, task)).isZero();
            assertThat(rest.inference().orElseThrow().get(2, task))
                    .isEqualTo(whole.inference().orElseThrow().get(2, task));
        }
        assertThat(rest.untrained()).containsOnly(Double.NaN);
        assertThat(rest.forwardTransfer()).isNaN();
    }

    @Test
    void forwardTransferComparesWithTheUntrainedNetwork() {
        ContinualResult result = naive(2, Scenario.DOMAIN_INCREMENTAL).study(shared());

        double gained = 0;
        for (int task = 1; task < 3; task++) {
            gained +=
                    result.accuracies().get(task - 1, task) - result.untrained().get(task);
        }
        assertThat(result.forwardTransfer())
                .isCloseTo(gained / 2, within(1e-12))
                .isNotZero();
    }

    @Test
    void aStreamOfUnknownLengthHasTheSameForwardTransfer() {
        ContinualResult known = naive(2, Scenario.DOMAIN_INCREMENTAL).study(shared());

        ContinualResult unknown = naive(2, Scenario.DOMAIN_INCREMENTAL).study(ofUnknownLength(shared()));

        assertThat(unknown.untrained()).isEqualTo(known.untrained());
        assertThat(unknown.forwardTransfer()).isEqualTo(known.forwardTransfer()).isNotNaN();
    }

    @Test
    void nothingIsTransferredToClassesThatAreNoAnswersYet() {
        ContinualResult result = naive(6, Scenario.CLASS_INCREMENTAL).study(TaskStream.of("blobs", tasks));

        assertThat(result.untrained()).containsOnly(Double.NaN);
        assertThat(result.forwardTransfer()).isNaN();
        assertThat(naive(6, Scenario.TASK_INCREMENTAL)
                        .study(TaskStream.of("blobs", tasks))
                        .forwardTransfer())
                .isBetween(-1.0, 1.0);
    }

    @Test
    void tasksCountByTheirExamplesInTheSampleAccuracy() {
        Task half = Task.of(
                1,
                List.of(2, 3),
                tasks.get(1).train(),
                new org.deeplearning4j.datasets.iterator.ExistingDataSetIterator(
                        List.of(tasks.get(1).test().next())));
        tasks.get(1).test().reset();

        ContinualResult result =
                naive(6, Scenario.CLASS_INCREMENTAL).study(TaskStream.of("blobs", List.of(tasks.get(0), half)));

        assertThat(result.testExamples()).containsExactly(48L, 16L);
        assertThat(result.sampleAccuracy())
                .isCloseTo(
                        (48 * result.accuracies().get(1, 0)
                                        + 16 * result.accuracies().get(1, 1))
                                / 64,
                        within(1e-12))
                .isNotCloseTo(result.accuracies().averageAccuracy(), within(0.01));
    }

    @Test
    void anInterruptedStudyKeepsWhatWasLearnt() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(new Naive())
                .listener(new ContinualListener() {
                    @Override
                    public void tasksMeasured(int learned, List<Double> accuracies) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();

        assertThatThrownBy(() -> learner.study(TaskStream.of("blobs", tasks)))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("(blobs) was interrupted after (1) tasks");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(learner.learned()).hasSize(1);
    }

    /** Remembers how many examples were asked for together. */
    private static final class Remembering implements TaskInference {

        private static final long serialVersionUID = 1L;

        private final transient List<Integer> sizes = new ArrayList<>();

        @Override
        public int group() {
            return 10;
        }

        @Override
        public int infer(Candidates candidates, INDArray features) {
            sizes.add(Math.toIntExact(features.size(0)));
            return candidates.tasks().get(0);
        }
    }

    /** 48 test examples of a task come 16 at a time. */
    @Test
    void groupsOfOneTaskGoOnWhereAMinibatchEnds() {
        Remembering inference = new Remembering();
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(WinningSubnetworks.keeping(0.5))
                .taskInference(inference)
                .scenario(Scenario.CLASS_INCREMENTAL)
                .build();

        learner.study(TaskStream.of("one", tasks.subList(0, 1)));

        assertThat(inference.sizes).containsExactly(10, 10, 10, 10, 8);
    }
}
