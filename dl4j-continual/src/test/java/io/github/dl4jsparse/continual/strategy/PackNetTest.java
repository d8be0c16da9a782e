package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Task;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class PackNetTest {

    private final List<Task> tasks = Blobs.split(3);

    private static long zeros(ContinualLearner learner, int layer) {
        INDArray weights =
                ((MultiLayerNetwork) learner.network()).getLayer(layer).getParam("W");
        return weights.length()
                - weights.neq(0).castTo(weights.dataType()).sumNumber().longValue();
    }

    @Test
    void eachTaskFreesItsShareOfWhatWasFree() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(
                        PackNet.builder().pruneRatio(0.5, 0.75).retrainEpochs(1).build())
                .build();

        learner.learn(tasks.get(0));
        assertThat(zeros(learner, 0)).isEqualTo(64); // of 128
        assertThat(zeros(learner, 1)).isEqualTo(96); // of 192
        learner.learn(tasks.get(1));
        assertThat(zeros(learner, 0)).isEqualTo(48);
        assertThat(zeros(learner, 1)).isEqualTo(72);
        learner.learn(tasks.get(2));
        assertThat(zeros(learner, 0)).isEqualTo(36);
        assertThat(zeros(learner, 1)).isEqualTo(54);
    }

    @Test
    void ownersTakeTwoBitsForThreeTasks() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(PackNet.builder().retrainEpochs(0).build())
                .build();
        tasks.forEach(learner::learn);

        assertThat(learner.memory(0).masks()).isEqualTo((320 * 2 + 23) / 24); // a third of 80 bytes
        assertThat(learner.memory(0).heads()).isEqualTo(4 * (72 + 6));
        assertThat(learner.memory(0).parameters()).isEqualTo(4 * (16 + 12));
    }

    /** Two inputs and two hidden units whose weights, row by row, stay what they are given: the rate is 0. */
    private static float[] pruned(float... weights) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0))
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(new OutputLayer.Builder()
                        .nIn(2)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        net.getLayer(0).getParam("W").assign(Nd4j.createFromArray(weights).reshape(2, 2));
        DataSetIterator one = new ExistingDataSetIterator(List.of(new DataSet(
                Nd4j.createFromArray(new float[][] {{1, 2}}), Nd4j.createFromArray(new float[][] {{1, 0}}))));
        ContinualLearner learner = ContinualLearner.builder()
                .network(net)
                .strategy(PackNet.builder().pruneRatio(0.5).retrainEpochs(0).build())
                .epochs(1)
                .build();

        learner.learn(Task.of(0, List.of(0, 1), one, one));

        return weights(learner, 0);
    }

    private static float[] weights(ContinualLearner learner, int layer) {
        return ((MultiLayerNetwork) learner.network())
                .getLayer(layer)
                .getParam("W")
                .dup('c')
                .data()
                .asFloat();
    }

    @Test
    void theSmallestHalfIsFreed() {
        assertThat(pruned(0.1f, -0.2f, 0.3f, -0.4f)).containsExactly(0, 0, 0.3f, -0.4f);
        assertThat(pruned(-0.4f, 0.3f, -0.2f, 0.1f)).containsExactly(-0.4f, 0.3f, 0, 0);
    }

    @Test
    void ofEqualsTheFirstAreFreed() {
        assertThat(pruned(-0.4f, 0.2f, -0.2f, 0.2f)).containsExactly(-0.4f, 0, 0, 0.2f);
    }

    @Test
    void theLargestTrainedWeightsAreKeptAsTheyAre() {
        float[][] trained = new float[1][];
        List<ContinualLearner> self = new ArrayList<>();
        self.add(ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(PackNet.builder().pruneRatio(0.75).retrainEpochs(0).build())
                .epochs(3)
                .trainingListeners(new BaseTrainingListener() {
                    @Override
                    public void iterationDone(Model model, int iteration, int epoch) {
                        trained[0] = weights(self.get(0), 0);
                    }
                })
                .build());

        self.get(0).learn(tasks.get(0));

        float[] kept = weights(self.get(0), 0);
        float least = Float.MAX_VALUE;
        float most = 0;
        for (int p = 0; p < kept.length; p++) {
            if (kept[p] == 0) {
                most = Math.max(most, Math.abs(trained[0][p]));
            } else {
                assertThat(kept[p]).isEqualTo(trained[0][p]);
                least = Math.min(least, Math.abs(kept[p]));
            }
        }
        assertThat(zeros(self.get(0), 0)).isEqualTo(96); // of 128
        assertThat(most).isPositive().isLessThanOrEqualTo(least);
    }

    /** The session's state begins with an owner for each weight of the hidden layers. */
    private static short[] owners(StrategySession session) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            session.writeState(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        short[] owners = new short[8 * 16 + 16 * 12];
        ByteBuffer.wrap(bytes.toByteArray()).asShortBuffer().get(owners);
        return owners;
    }

    @Test
    void whatATaskOwnsItOwnsForEver() {
        List<StrategySession> sessions = new ArrayList<>();
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(new WatchedStrategy(
                        PackNet.builder().pruneRatio(0.5).retrainEpochs(1).build(), sessions::add))
                .scenario(Scenario.TASK_INCREMENTAL)
                .epochs(2)
                .build();
        short[] before = owners(sessions.get(0));
        assertThat(before).containsOnly((short) 0);

        for (int t = 0; t < 3; t++) {
            learner.learn(tasks.get(t));
            short[] after = owners(sessions.get(0));
            int taken = 0;
            for (int p = 0; p < after.length; p++) {
                if (before[p] != 0) {
                    assertThat(after[p]).isEqualTo(before[p]);
                } else if (after[p] != 0) {
                    assertThat(after[p]).isEqualTo((short) (t + 1));
                    taken++;
                }
            }
            assertThat(taken).isEqualTo(320 >> (t + 1));
            before = after;
        }
    }

    private static MultiLayerConfiguration convolutional() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.02))
                .l2(1e-3)
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(6).build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(10).build())
                .layer(new OutputLayer.Builder()
                        .nOut(6)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(2, 4, 1))
                .build();
    }

    @Test
    void convolutionsKeepTheBitsOfLearntTasks() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(convolutional())
                .strategy(PackNet.builder().pruneRatio(0.5).retrainEpochs(1).build())
                .epochs(3)
                .build();
        learner.learn(tasks.get(0));
        INDArray features = Blobs.features(tasks.get(0));
        int[] before = bits(learner.output(features, 0));
        float[] kernels = weights(learner, 0);

        learner.learn(tasks.get(1));
        learner.learn(tasks.get(2));

        assertThat(bits(learner.output(features, 0))).isEqualTo(before);
        assertThat(weights(learner, 0)).isNotEqualTo(kernels);
    }

    private static int[] bits(INDArray array) {
        float[] numbers = array.dup('c').data().asFloat();
        return IntStream.range(0, numbers.length)
                .map(i -> Float.floatToRawIntBits(numbers[i]))
                .toArray();
    }

    @Test
    void sharesOutsideOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> PackNet.builder().pruneRatio(50))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("percentages");
        assertThatThrownBy(() -> PackNet.builder().pruneRatio(0.5, 1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> PackNet.builder().retrainEpochs(-1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> PackNet.builder().retrainLearningRate(0))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }
}
