package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualLearnerBuilder;
import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** Strategies on recurrent layers. */
@SuppressWarnings("deprecation") // the layers with peepholes are deprecated, and used
class RecurrentTest {

    private static final int FEATURES = 4;
    private static final int UNITS = 6;

    /** Blobs of eight numbers as two steps of four. */
    private static DataSetIterator sequences(DataSetIterator blobs) {
        List<DataSet> all = new ArrayList<>();
        blobs.forEachRemaining(batch -> all.add(new DataSet(
                batch.getFeatures().reshape('c', batch.numExamples(), FEATURES, Blobs.WIDTH / FEATURES),
                batch.getLabels())));
        return new ExistingDataSetIterator(all);
    }

    private static Task task(int id) {
        return Task.of(
                id,
                List.of(2 * id, 2 * id + 1),
                sequences(Blobs.examples(id, 4, 1)),
                sequences(Blobs.examples(id, 4, 2)));
    }

    private static MultiLayerConfiguration network(Layer recurrent) {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.02))
                .l2(1e-3)
                .list()
                .layer(recurrent)
                .layer(new OutputLayer.Builder()
                        .nIn(UNITS)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static LSTM lstm() {
        return new LSTM.Builder().nIn(FEATURES).nOut(UNITS).build();
    }

    private static GravesLSTM graves() {
        return new GravesLSTM.Builder().nIn(FEATURES).nOut(UNITS).build();
    }

    private static ContinualLearnerBuilder builder(ContinualStrategy strategy) {
        return ContinualLearner.builder()
                .strategy(strategy)
                .scenario(strategy instanceof Serena ? Scenario.CLASS_INCREMENTAL : Scenario.TASK_INCREMENTAL)
                .epochs(2)
                .seed(3);
    }

    private static int[] bits(INDArray array) {
        float[] numbers = array.dup('c').data().asFloat();
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }

    private static void assertNothingIsForgotten(ContinualLearner learner) {
        learner.learn(task(0));
        INDArray features = task(0).test().next().getFeatures();
        int[] before = bits(learner.output(features, 0));
        float[] parameters = learner.network().params().dup().data().asFloat();

        learner.learn(task(1));

        assertThat(bits(learner.output(features, 0))).isEqualTo(before);
        assertThat(learner.network().params().dup().data().asFloat()).isNotEqualTo(parameters);
    }

    static Stream<ContinualStrategy> keepers() {
        return Stream.of(
                PackNet.builder().pruneRatio(0.5).retrainEpochs(1).build(),
                WinningSubnetworks.keeping(0.5),
                ContinualDst.builder().density(0.5).updateEvery(2).build(),
                SupSup.of(Supermask.threshold()),
                PiggybackMasks.binary(),
                SelfAttentionMeta.trainedByFirstTask());
    }

    @ParameterizedTest
    @MethodSource("keepers")
    void aLearntTaskOfSequencesKeepsItsBits(ContinualStrategy strategy) {
        assertNothingIsForgotten(
                builder(strategy).network(network(new LastTimeStep(lstm()))).build());
    }

    /** Whose frozen layers keep whole arrays. */
    static Stream<ContinualStrategy> keepersOfPeepholes() {
        return keepers().skip(3);
    }

    @ParameterizedTest
    @MethodSource("keepersOfPeepholes")
    void peepholesAreKeptWhereWholeArraysAre(ContinualStrategy strategy) {
        assertNothingIsForgotten(
                builder(strategy).network(network(new LastTimeStep(graves()))).build());
    }

    static Stream<ContinualStrategy> losersOfPeepholes() {
        return Stream.concat(keepers().limit(3), Stream.of(Serena.standard()));
    }

    @ParameterizedTest
    @MethodSource("losersOfPeepholes")
    void peepholesAreRefusedWhereMasksAreAllThatIsKept(ContinualStrategy strategy) {
        Bidirectional both = new Bidirectional(Bidirectional.Mode.ADD, graves());
        for (Layer recurrent : List.of(new LastTimeStep(graves()), new LastTimeStep(both))) {
            assertThatThrownBy(
                            () -> builder(strategy).network(network(recurrent)).build())
                    .isInstanceOf(DL4JInvalidConfigException.class)
                    .hasMessageContaining("Layer (layer0) has peepholes")
                    .hasMessageContaining("(" + strategy.name() + ")")
                    .hasMessageContaining("Use LSTM instead of GravesLSTM");
        }
    }

    @Test
    void peepholesOfBothDirectionsAreRefused() {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new GravesBidirectionalLSTM.Builder()
                        .nIn(FEATURES)
                        .nOut(UNITS)
                        .build())
                .layer(new RnnOutputLayer.Builder()
                        .nIn(UNITS)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();

        assertThatThrownBy(
                        () -> builder(PackNet.builder().build()).network(conf).build())
                .hasMessageContaining("Layer (layer0) has peepholes");
    }
}
