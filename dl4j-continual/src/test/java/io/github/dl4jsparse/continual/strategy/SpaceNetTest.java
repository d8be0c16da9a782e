package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualLearnerBuilder;
import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class SpaceNetTest {

    private final List<Task> tasks = Blobs.split(3);

    private static ContinualLearner learner(SpaceNetBuilder settings, List<SpaceNetSession> sessions) {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(new WatchedStrategy(settings.build(), session -> sessions.add((SpaceNetSession) session)))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .epochs(4)
                .build();
    }

    private static SpaceNetBuilder small() {
        return SpaceNet.builder().connections(30, 12, 6).neurons(6, 3);
    }

    private static INDArray weights(ContinualLearner learner, int layer) {
        return ((MultiLayerNetwork) learner.network())
                .getLayer(layer)
                .getParam("W")
                .dup('c');
    }

    @Test
    void eachTaskHasItsConnectionsApartFromEarlierOnes() {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(small(), sessions);

        for (int t = 0; t < tasks.size(); t++) {
            learner.learn(tasks.get(t));
            assertThat(sessions.get(0).connected())
                    .extracting(bits -> bits.cardinality())
                    .containsExactly(30 * (t + 1), 12 * (t + 1), 6 * (t + 1));
        }
        assertThat(sessions.get(0).reserved(0)).isEqualTo(9);
        assertThat(sessions.get(0).reserved(1)).isEqualTo(9);
    }

    @Test
    void weightsOfEarlierTasksKeepTheirBits() {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(small(), sessions);
        learner.learn(tasks.get(0));
        List<float[]> before = new ArrayList<>();
        List<long[]> used = new ArrayList<>();
        for (int l = 0; l < 3; l++) {
            before.add(weights(learner, l).data().asFloat());
            used.add(sessions.get(0).connected().get(l).stream().asLongStream().toArray());
        }

        learner.learn(tasks.get(1));
        learner.learn(tasks.get(2));

        for (int l = 0; l < 3; l++) {
            float[] after = weights(learner, l).data().asFloat();
            for (long pair : used.get(l)) { // a pair of units is a position of a dense layer
                assertThat(Float.floatToRawIntBits(after[(int) pair]))
                        .isEqualTo(Float.floatToRawIntBits(before.get(l)[(int) pair]));
            }
        }
    }

    @Test
    void whatHasNoConnectionIsZero() {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(small(), sessions);
        tasks.forEach(learner::learn);

        for (int l = 0; l < 3; l++) {
            float[] numbers = weights(learner, l).data().asFloat();
            for (int pair = 0; pair < numbers.length; pair++) {
                if (!sessions.get(0).connected().get(l).get(pair)) {
                    assertThat(Float.floatToRawIntBits(numbers[pair])).isZero();
                }
            }
        }
    }

    @Test
    void laterTasksDoNotAttachToReservedNeuronsOrMoveTheirBiases() {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(small(), sessions);
        learner.learn(tasks.get(0));
        List<Integer> reserved = sessions.get(0).reservedUnits(0);
        var before = (BitSet) sessions.get(0).connected().get(0).clone();
        float[] biases = ((MultiLayerNetwork) learner.network())
                .getLayer(0)
                .getParam("b")
                .dup()
                .data()
                .asFloat();

        learner.learn(tasks.get(1));

        var later = (BitSet) sessions.get(0).connected().get(0).clone();
        later.andNot(before);
        assertThat(reserved).hasSize(3);
        assertThat(later.stream().map(pair -> pair % 16).boxed()).doesNotContainAnyElementsOf(reserved);
        float[] after = ((MultiLayerNetwork) learner.network())
                .getLayer(0)
                .getParam("b")
                .dup()
                .data()
                .asFloat();
        for (int unit : reserved) {
            assertThat(Float.floatToRawIntBits(after[unit])).isEqualTo(Float.floatToRawIntBits(biases[unit]));
        }
    }

    @Test
    void theStaticBaselineLeavesConnectionsWhereTheyWereDrawn() {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(small().fixed(), sessions);
        learner.learn(tasks.get(0));
        List<SpaceNetSession> adaptive = new ArrayList<>();
        ContinualLearner other = learner(small(), adaptive);
        other.learn(tasks.get(0));

        assertThat(sessions.get(0).connected().get(0))
                .isNotEqualTo(adaptive.get(0).connected().get(0));
        assertThat(sessions.get(0).connected().get(2))
                .isEqualTo(adaptive.get(0).connected().get(2));
    }

    @Test
    void earlierClassesAnswerThroughTheOutputsThatWereKept() {
        ContinualLearner learner = learner(small(), new ArrayList<>());
        learner.learn(tasks.get(0));
        INDArray first = weights(learner, 2);
        learner.learn(tasks.get(1));
        INDArray second = weights(learner, 2);

        for (int unit = 0; unit < 12; unit++) {
            for (int output = 0; output < 2; output++) {
                assertThat(second.getFloat(unit, output)).isEqualTo(first.getFloat(unit, output));
            }
        }
        assertThat(second.getColumn(2).sumNumber().doubleValue()).isNotZero();
    }

    /** The places of connections when a task begins and after each of its epochs. */
    private static List<List<BitSet>> history(ContinualLearnerBuilder builder, SpaceNet settings, Task... learnt) {
        List<SpaceNetSession> sessions = new ArrayList<>();
        List<List<BitSet>> history = new ArrayList<>();
        Runnable keep = () -> history.add(sessions.get(0).present().stream()
                .map(bits -> (BitSet) bits.clone())
                .toList());
        ContinualLearner learner = builder.network(Networks.plain(6))
                .strategy(new WatchedStrategy(settings, session -> sessions.add((SpaceNetSession) session)))
                .listener(new ContinualListener() {
                    @Override
                    public void phaseStarts(Task task, Phase phase) {
                        keep.run();
                    }

                    @Override
                    public void epochEnds(Task task, Phase phase, int epoch, double loss) {
                        keep.run();
                    }
                })
                .build();
        for (Task task : learnt) {
            learner.learn(task);
        }
        return history;
    }

    @Test
    void aTaskHasItsBudgetAfterEveryEpoch() {
        List<List<BitSet>> history = history(
                ContinualLearner.builder().epochs(4), small().build(), tasks.get(0), tasks.get(1), tasks.get(2));

        assertThat(history)
                .hasSize(15)
                .allSatisfy(masks ->
                        assertThat(masks).extracting(bits -> bits.cardinality()).containsExactly(30, 12, 6));
    }

    private static int gone(BitSet before, BitSet after) {
        BitSet dropped = (BitSet) before.clone();
        dropped.andNot(after);
        return dropped.cardinality();
    }

    /** Where all 48 pairs but 12 are connected, 12 dropped ones leave only these to grow. */
    @Test
    void whatWasJustDroppedDoesNotGrowAgain() {
        List<List<BitSet>> history = history(
                ContinualLearner.builder().epochs(5),
                SpaceNet.builder()
                        .connections(36, 12, 6)
                        .neurons(6, 3)
                        .replaced(1.0 / 3)
                        .build(),
                tasks.get(0));

        assertThat(history).hasSize(6);
        for (int epoch = 1; epoch < 5; epoch++) {
            assertThat(gone(history.get(epoch - 1).get(0), history.get(epoch).get(0)))
                    .isEqualTo(12);
            assertThat(gone(history.get(epoch - 1).get(1), history.get(epoch).get(1)))
                    .isEqualTo(4);
            assertThat(history.get(epoch).get(2)).isEqualTo(history.get(0).get(2));
        }
        assertThat(history.get(5)).isEqualTo(history.get(4)); // after the last epoch nothing is exchanged
    }

    /** How many biases of unreserved neurons that the first task uses are moved by the second. */
    private long movedBiases(SpaceNetBuilder settings) {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(settings, sessions);
        learner.learn(tasks.get(0));
        List<Integer> reserved = sessions.get(0).reservedUnits(0);
        int[] used = sessions.get(0).connected().get(0).stream()
                .map(pair -> pair % 16)
                .distinct()
                .filter(unit -> !reserved.contains(unit))
                .toArray();
        INDArray biases = ((MultiLayerNetwork) learner.network()).getLayer(0).getParam("b");
        float[] before = biases.dup().data().asFloat();

        learner.learn(tasks.get(1));

        float[] after = biases.dup().data().asFloat();
        assertThat(used).isNotEmpty();
        assertThat(after).isNotEqualTo(before);
        return Arrays.stream(used)
                .filter(unit -> Float.floatToRawIntBits(after[unit]) != Float.floatToRawIntBits(before[unit]))
                .count();
    }

    @Test
    void biasesOfUsedNeuronsMoveUnlessTheyAreFrozen() {
        SpaceNetBuilder many = SpaceNet.builder().connections(40, 40, 12).neurons(10, 2);

        assertThat(movedBiases(many)).isPositive();
        assertThat(movedBiases(many.freezeUsedBiases())).isZero();
    }

    /** The output weights in every step of the training of a second task. */
    private List<float[]> outputsInTraining(ContinualLearner learner, Task second) {
        List<float[]> seen = new ArrayList<>();
        learner.network().addListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                seen.add(weights(learner, 2).data().asFloat());
            }
        });
        learner.learn(second);
        return seen;
    }

    @Test
    void outputsOfOtherClassesAreSilentInTraining() {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(small(), sessions);
        learner.learn(tasks.get(0));

        List<float[]> seen = outputsInTraining(learner, tasks.get(1));

        assertThat(seen).hasSize(12);
        for (float[] outputs : seen) {
            for (int pair = 0; pair < outputs.length; pair++) {
                if (pair % 6 < 2) {
                    assertThat(Float.floatToRawIntBits(outputs[pair])).isZero();
                }
            }
        }
    }

    @Test
    void connectionsToClassesThatComeAgainTakePartInTraining() {
        List<SpaceNetSession> sessions = new ArrayList<>();
        ContinualLearner learner = learner(small(), sessions);
        learner.learn(tasks.get(0));
        float[] kept = weights(learner, 2).data().asFloat();
        var first = (BitSet) sessions.get(0).connected().get(2).clone();
        Task again =
                Task.of(1, List.of(0, 1), Blobs.examples(0, 6, 2), tasks.get(0).test());

        List<float[]> seen = outputsInTraining(learner, again);

        seen.add(weights(learner, 2).data().asFloat());
        assertThat(seen).hasSize(13);
        for (float[] outputs : seen) {
            first.stream()
                    .forEach(pair -> assertThat(Float.floatToRawIntBits(outputs[pair]))
                            .isEqualTo(Float.floatToRawIntBits(kept[pair])));
        }
    }

    @Test
    void badSettingsAreRefused() {
        assertThatThrownBy(() -> SpaceNet.builder().neurons(4, 5)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> SpaceNet.builder().connections(4, 0)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> SpaceNet.builder().replaced(1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> learner(SpaceNet.builder().connections(4, 4), new ArrayList<>()))
                .hasMessageContaining("[4, 4]")
                .hasMessageContaining("(3) layers");
        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(Networks.plain(6))
                        .strategy(small().build(), Rehearsal.reservoir(10))
                        .build())
                .hasMessageContaining("rehearsing()");
    }

    private static void assertRefused(Object network, String... message) {
        ContinualLearnerBuilder builder = ContinualLearner.builder();
        if (network instanceof MultiLayerConfiguration layers) {
            builder.network(layers);
        } else {
            builder.network((ComputationGraphConfiguration) network);
        }
        builder.strategy(SpaceNet.builder().connections(4, 4, 4).build());

        assertThatThrownBy(builder::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .message()
                .contains(message);
    }

    private static OutputLayer output(int inputs) {
        return new OutputLayer.Builder()
                .nIn(inputs)
                .nOut(6)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static DenseLayer dense(int inputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(8).build();
    }

    @Test
    void layersWithSeveralArraysAreRefused() {
        assertRefused(
                new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(new LastTimeStep(
                                new SimpleRnn.Builder().nIn(8).nOut(8).build()))
                        .layer(output(8))
                        .build(),
                "Layer (layer0) with the weights (RW)",
                "Use dense layers and ordinary convolutions");
    }

    @Test
    void convolutionsOfEachChannelAloneAreRefused() {
        assertRefused(
                new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(new DepthwiseConvolution2D.Builder(2, 2)
                                .depthMultiplier(2)
                                .build())
                        .layer(new DenseLayer.Builder().nOut(8).build())
                        .layer(new OutputLayer.Builder().nOut(6).build())
                        .setInputType(InputType.convolutional(3, 3, 2))
                        .build(),
                "Layer (layer0) with the weights (W)",
                "Use dense layers and ordinary convolutions");
    }

    @Test
    void graphsThatAreNoChainAreRefused() {
        assertRefused(
                new NeuralNetConfiguration.Builder()
                        .graphBuilder()
                        .addInputs("in")
                        .addLayer("first", dense(8), "in")
                        .addLayer("second", dense(8), "first")
                        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                        .addLayer("out", output(8), "sum")
                        .setOutputs("out")
                        .build(),
                "no part of a chain of layers",
                "Use a chain of layers");
    }
}
