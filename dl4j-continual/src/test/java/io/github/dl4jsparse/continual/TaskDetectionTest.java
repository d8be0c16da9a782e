package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.continual.strategy.TaskFreeSupSup;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Task-free SupSup with its usual settings, a check every 100 minibatches and the threshold 1.125, and as many outputs as its authors
 * have: superfluous ones keep a mask from standing out on examples that it was not trained on.
 */
class TaskDetectionTest {

    private static final int INPUTS = 64;
    private static final int CLASSES = 4;
    private static final int OUTPUTS = 500;
    private static final int BATCH = 16;

    private final List<String> notices = new ArrayList<>();

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
                        .nOut(OUTPUTS)
                        .hasBias(false)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private ContinualLearner learner() {
        return ContinualLearner.builder()
                .network(network())
                .strategy(TaskFreeSupSup.of(Supermask.threshold(), 6).group(BATCH))
                .scenario(Scenario.DOMAIN_INCREMENTAL)
                .seed(6)
                .listener(new ContinualListener() {
                    @Override
                    public void notice(String message) {
                        notices.add(message);
                    }
                })
                .build();
    }

    /** Class c is bit c of the input's place, as -1 or 1, with noise: patterns without a mean that permutations would share. */
    private static DataSetIterator examples(int permutation, int batches, int part) {
        int[] places = IntStream.range(0, INPUTS).toArray();
        RandomStream order = RandomStream.of(1, "order", permutation);
        for (int i = INPUTS - 1; i > 0; i--) {
            int j = order.nextInt(i + 1);
            int kept = places[i];
            places[i] = places[j];
            places[j] = kept;
        }
        RandomStream noise = RandomStream.of(3, "noise", permutation, part);
        List<DataSet> examples = new ArrayList<>();
        for (int i = 0; i < BATCH * batches; i++) {
            float[] x = new float[INPUTS];
            float[] y = new float[OUTPUTS];
            int label = i % CLASSES;
            for (int d = 0; d < INPUTS; d++) {
                x[d] = (float) (((places[d] >> label) & 1) * 2 - 1 + 0.3 * noise.nextGaussian());
            }
            y[label] = 1;
            examples.add(new DataSet(Nd4j.createFromArray(new float[][] {x}), Nd4j.createFromArray(new float[][] {y})));
        }
        return new ListDataSetIterator<>(examples, BATCH);
    }

    private static Task task(int permutation) {
        return Task.of(permutation, List.of(0, 1, 2, 3), examples(permutation, 200, 1), examples(permutation, 2, 2));
    }

    @Test
    void eachPermutationBeginsATaskAndNothingElseDoes() {
        ContinualLearner learner = learner();

        var result = learner.study(TaskStream.of("permutations", List.of(task(0), task(1), task(2))));

        assertThat(notices).hasSize(2);
        assertThat(notices.get(0)).contains("task (1) begins");
        assertThat(notices.get(1)).contains("task (2) begins");
        assertThat(result.withoutTask().orElseThrow().averageAccuracy()).isGreaterThan(0.95);
    }

    @Test
    void aPermutationThatComesAgainGoesOnWithItsMask() {
        ContinualLearner learner = learner();
        learner.learn(task(0));
        learner.learn(task(1));
        notices.clear();

        learner.learn(Task.of(2, List.of(0, 1, 2, 3), examples(0, 200, 3), examples(0, 2, 2)));

        assertThat(notices).isEmpty();
    }
}
