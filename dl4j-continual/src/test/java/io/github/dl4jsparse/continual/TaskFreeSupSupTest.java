package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.strategy.TaskFreeSupSup;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class TaskFreeSupSupTest {

    private static final int INPUTS = 40;
    private static final int CLASSES = 4;

    private final List<String> notices = new ArrayList<>();

    private final List<Integer> restarts = new ArrayList<>();
    private int steps;

    private static MultiLayerConfiguration network() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.02))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(64)
                        .hasBias(false)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(64)
                        .nOut(20)
                        .hasBias(false)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** With the upper end of the usual thresholds: of so few outputs a mask stands out a little on any examples. */
    private ContinualLearner learner(int maxTasks) {
        return ContinualLearner.builder()
                .network(network())
                .strategy(TaskFreeSupSup.of(Supermask.threshold(), maxTasks)
                        .detection(60, 1.2, 5)
                        .group(16))
                .scenario(Scenario.DOMAIN_INCREMENTAL)
                .seed(6)
                .trainingListeners(new BaseTrainingListener() {
                    @Override
                    public void iterationDone(Model model, int iteration, int epoch) {
                        if (iteration == 0) {
                            restarts.add(steps);
                        }
                        steps++;
                    }
                })
                .listener(new ContinualListener() {
                    @Override
                    public void notice(String message) {
                        notices.add(message);
                    }
                })
                .build();
    }

    /** Four patterns with noise, the inputs of each permutation in another order. */
    private static DataSetIterator permuted(int permutation, int batches, int part) {
        long[] order = RandomStream.of(1, "order", permutation).sample(INPUTS, INPUTS);
        int[] places = RandomStream.of(2, "places", permutation)
                .ints(INPUTS, 0, INPUTS)
                .toArray();
        RandomStream noise = RandomStream.of(3, "noise", permutation, part);
        List<DataSet> examples = new ArrayList<>();
        for (int i = 0; i < 16 * batches; i++) {
            float[] x = new float[INPUTS];
            int label = i % CLASSES;
            for (int d = 0; d < INPUTS; d++) {
                int source = places[(int) order[d]];
                double pattern = source % CLASSES == label ? 2 : 0;
                x[d] = (float) (pattern + 0.3 * noise.nextGaussian());
            }
            float[] y = new float[20];
            y[label] = 1;
            examples.add(new DataSet(Nd4j.createFromArray(new float[][] {x}), Nd4j.createFromArray(new float[][] {y})));
        }
        return new ListDataSetIterator<>(examples, 16);
    }

    private static Task task(int permutation, int batches) {
        return Task.of(
                permutation, List.of(0, 1, 2, 3), permuted(permutation, batches, 1), permuted(permutation, 4, 2));
    }

    @Test
    void aPermutationThatWasNotSeenBeginsATask() {
        ContinualLearner learner = learner(4);

        var result = learner.study(TaskStream.of("permutations", List.of(task(0, 120), task(1, 120))));

        assertThat(notices).hasSize(1).first().asString().contains("(1)");
        assertThat(result.withoutTask().orElseThrow().averageAccuracy()).isGreaterThan(0.9);
    }

    @Test
    void theOptimiserOfANewMaskCountsItsIterationsFromTheStart() {
        ContinualLearner learner = learner(4);
        List<DataSet> both = new ArrayList<>();
        permuted(0, 120, 1).forEachRemaining(batch -> both.addAll(batch.asList()));
        permuted(1, 30, 1).forEachRemaining(batch -> both.addAll(batch.asList()));

        learner.learn(Task.of(0, List.of(0, 1, 2, 3), new ListDataSetIterator<>(both, 16), permuted(0, 4, 2)));

        assertThat(notices).hasSize(1);
        assertThat(restarts).containsExactly(0, 120);
    }

    @Test
    void theSamePermutationGoesOnWithItsMask() {
        ContinualLearner learner = learner(4);

        learner.learn(task(0, 130));

        assertThat(notices).isEmpty();
    }

    @Test
    void thereAreNoMoreTasksThanMayBe() {
        ContinualLearner learner = learner(1);

        learner.learn(task(0, 61));
        learner.learn(task(1, 61));

        assertThat(notices).isEmpty();
    }

    @Test
    void aLoadedLearnerGoesOnAsTheSavedOne(@TempDir Path folder) throws Exception {
        ContinualLearner learner = learner(4);
        learner.learn(task(0, 70));
        learner.save(folder.resolve("learner.zip"));

        ContinualLearner loaded = ContinualLearner.load(folder.resolve("learner.zip"));
        learner.learn(task(1, 60));
        loaded.learn(task(1, 60));

        assertThat(loaded.network().params().dup().data().asFloat())
                .isEqualTo(learner.network().params().dup().data().asFloat());
        assertThat(loaded.predict(permuted(0, 1, 2).next().getFeatures()))
                .isEqualTo(learner.predict(permuted(0, 1, 2).next().getFeatures()));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> TaskFreeSupSup.of(Supermask.threshold(), 0)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> TaskFreeSupSup.of(Supermask.threshold(), 3).detection(10, 0.9, 5))
                .hasMessageContaining("(0.9)");
    }
}
