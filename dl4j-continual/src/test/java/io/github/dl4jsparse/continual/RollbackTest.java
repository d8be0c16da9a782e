package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.strategy.ElasticWeightConsolidation;
import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.PackNet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Whatever happens while a task is learnt, the learner is as it was before. */
class RollbackTest {

    private final List<Task> tasks = Blobs.split(3);

    /** Examples that fail in the given batch. */
    private static final class Failing extends ListDataSetIterator<DataSet> {

        private static final long serialVersionUID = 1L;

        private final transient Throwable failure;
        private int batches;

        Failing(Task task, int batches, Throwable failure) {
            super(examples(task), 16);
            this.batches = batches;
            this.failure = failure;
        }

        private static List<DataSet> examples(Task task) {
            List<DataSet> all = new ArrayList<>();
            task.train().reset();
            task.train().forEachRemaining(batch -> all.addAll(batch.asList()));
            task.train().reset();
            return all;
        }

        @Override
        public synchronized DataSet next() {
            if (--batches == 0) {
                sneak(failure);
            }
            return super.next();
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable failure) throws T {
            throw (T) failure;
        }
    }

    private Task failing(Throwable failure) {
        return Task.of(
                1,
                tasks.get(1).classes(),
                new Failing(tasks.get(1), 6, failure),
                tasks.get(1).test());
    }

    private ContinualLearner afterOne(ContinualStrategy strategy, ContinualListener... listeners) {
        ContinualLearnerBuilder builder = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(strategy)
                .epochs(2);
        List.of(listeners).forEach(builder::listener);
        ContinualLearner learner = builder.build();
        learner.learn(tasks.get(0));
        return learner;
    }

    @Test
    void checkedExceptionsThatNobodyDeclaredTakeTheLearnerBackToo() {
        ContinualLearner learner = afterOne(PackNet.builder().retrainEpochs(1).build());
        LearnerBits before = LearnerBits.of(learner);

        assertThatThrownBy(() -> learner.learn(failing(new IOException("gone"))))
                .isInstanceOf(IOException.class);

        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @Test
    void anInterruptionInsideOfAnIteratorIsTold() {
        ContinualLearner learner = afterOne(PackNet.builder().retrainEpochs(1).build());
        LearnerBits before = LearnerBits.of(learner);
        Throwable waiting = new IllegalStateException(new InterruptedException());

        assertThatThrownBy(() -> learner.learn(failing(waiting)))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("task 1 [2, 3] was interrupted")
                .hasCause(waiting);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @Test
    void anInterruptionAfterTheLastStepTakesTheLearnerBack() {
        ContinualLearner learner = afterOne(ElasticWeightConsolidation.separate(10), new ContinualListener() {
            @Override
            public void epochEnds(Task task, Phase phase, int epoch, double loss) {
                if (task.id() == 1 && epoch == 1) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        LearnerBits before = LearnerBits.of(learner);

        assertThatThrownBy(() -> learner.learn(tasks.get(1))).isInstanceOf(DL4JException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @Test
    void aFailureAfterPruningTakesTheLearnerBack() {
        ContinualLearner learner = afterOne(PackNet.builder().retrainEpochs(2).build(), new ContinualListener() {
            @Override
            public void epochEnds(Task task, Phase phase, int epoch, double loss) {
                if (task.id() == 1 && phase.name().equals("retrain") && epoch == 1) {
                    throw new IllegalStateException("too late");
                }
            }
        });
        LearnerBits before = LearnerBits.of(learner);

        assertThatThrownBy(() -> learner.learn(tasks.get(1))).hasMessage("too late");

        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @Test
    void aFailureOfTheLastListenerTakesTheLearnerBack() {
        ContinualLearner learner = afterOne(PackNet.builder().retrainEpochs(1).build(), new ContinualListener() {
            @Override
            public void taskLearned(LearnedTask task) {
                if (task.id() == 1) {
                    throw new IllegalStateException("not told");
                }
            }
        });
        LearnerBits before = LearnerBits.of(learner);

        assertThatThrownBy(() -> learner.learn(tasks.get(1))).hasMessage("not told");

        assertThat(LearnerBits.of(learner)).isEqualTo(before);
    }

    @Test
    void nothingIsAnsweredWhileATaskIsLearnt() {
        AtomicReference<ContinualLearner> asked = new AtomicReference<>();
        INDArray features = Blobs.features(tasks.get(0));
        ContinualLearner learner = afterOne(new Naive(), new ContinualListener() {
            @Override
            public void epochEnds(Task task, Phase phase, int epoch, double loss) {
                if (asked.get() != null) {
                    asked.get().predict(features);
                }
            }
        });
        asked.set(learner);

        assertThatThrownBy(() -> learner.learn(tasks.get(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is learning task 1 [2, 3]")
                .hasMessageContaining("taskLearned");
    }

    @Test
    void aListenerOfLearntTasksIsAnsweredByTheNewNetwork() {
        AtomicReference<ContinualLearner> asked = new AtomicReference<>();
        List<float[]> answers = new ArrayList<>();
        INDArray features = Blobs.features(tasks.get(1));
        ContinualLearner learner = afterOne(new Naive(), new ContinualListener() {
            @Override
            public void taskLearned(LearnedTask task) {
                if (asked.get() != null) {
                    answers.add(
                            asked.get().output(features, task.id()).dup().data().asFloat());
                }
            }
        });
        learner.predict(features);
        asked.set(learner);

        learner.learn(tasks.get(1));

        assertThat(answers).hasSize(1);
        assertThat(answers.get(0))
                .isEqualTo(learner.output(features, 1).dup().data().asFloat());
    }
}
