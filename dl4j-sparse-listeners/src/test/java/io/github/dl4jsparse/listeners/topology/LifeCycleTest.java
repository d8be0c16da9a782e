package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class LifeCycleTest {

    private static final DataSet BATCH = TinyNetworks.data(LayerKind.Data.FLAT, 4, 1);

    private static MultiLayerNetwork network() {
        return TinyNetworks.perceptron(b -> b.updater(new Nesterovs(0.1, 0.9)).l2(0.01));
    }

    @Test
    void attachMasksAtOnceAndStandsFirst() {
        MultiLayerNetwork network = network();
        network.setListeners(new ScoreIterationListener(1000));

        TopologyListener listener = DynamicSparseTraining.fixed().sparsity(0.5).attach(network);

        assertThat(network.getListeners()).hasSize(2).first().isSameAs(listener);
        assertThat(TopologyListener.of(network)).contains(listener);
        assertMasked(network, listener.masks());
        assertThat(listener.masks().names()).containsExactly("a_W", "b_W", "out_W");
        assertThat(listener.masks().count()).isEqualTo(Math.round(0.5 * (72 + 96 + 24)));
    }

    @Test
    void addListenersMasksAtTheFirstForwardPassAndDiscardsThatGradient() {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Sgd(0.1)));
        int[] before = TinyNetworks.parameters(network);
        TopologyListener listener = DynamicSparseTraining.fixed().sparsity(0.5).build();
        network.addListeners(listener);

        network.fit(BATCH);

        assertMasked(network, listener.masks());
        int[] after = TinyNetworks.parameters(network);
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).as("kept or masked").isIn(before[i], 0);
        }
        network.fit(BATCH);
        assertThat(TinyNetworks.parameters(network)).isNotEqualTo(after);
    }

    @Test
    void addListenersBeforeAnEpochMasksBeforeTheFirstStep() {
        MultiLayerNetwork late = network();
        late.addListeners(DynamicSparseTraining.fixed().sparsity(0.5).build());
        late.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 3));
        MultiLayerNetwork attached = network();
        DynamicSparseTraining.fixed().sparsity(0.5).attach(attached);

        attached.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 3));

        assertThat(TinyNetworks.parameters(late)).isEqualTo(TinyNetworks.parameters(attached));
    }

    @Test
    void fittingSingleDataSetsFollowsSchedulesInSteps() {
        MultiLayerNetwork network = network();
        List<Long> steps = new ArrayList<>();
        DynamicSparseTraining.rigl()
                .schedule(UpdateSchedule.everySteps(2))
                .sparsity(0.5)
                .onUpdate(update -> steps.add(update.step()))
                .attach(network);

        for (int i = 0; i < 5; i++) {
            network.fit(BATCH);
        }

        assertThat(steps).containsExactly(2L, 4L);
    }

    @Test
    void aGraphAndALayeredNetworkOfTheSameLayersTrainAlike() {
        MultiLayerNetwork layered = TinyNetworks.layered(LayerKind.DENSE, true, b -> b.updater(new Adam(0.01)));
        ComputationGraph graph = TinyNetworks.graph(LayerKind.DENSE, true, b -> b.updater(new Adam(0.01)));
        graph.setParams(layered.params().dup());

        TopologyListener one = eager().attach(layered);
        TopologyListener two = eager().attach(graph);
        for (int i = 0; i < 6; i++) {
            layered.fit(BATCH);
            graph.fit(BATCH);
        }

        assertThat(two.masks()).isEqualTo(one.masks());
        assertThat(one.updates()).isEqualTo(3);
        assertThat(TinyNetworks.parameters(graph)).isEqualTo(TinyNetworks.parameters(layered));
    }

    private static DynamicSparseTraining eager() {
        return DynamicSparseTraining.rigl()
                .schedule(UpdateSchedule.everySteps(2))
                .sparsity(0.5)
                .seed(3);
    }

    @Test
    void everySegmentOfTruncatedBackPropagationIsAStep() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).name("x").build())
                .layer(new RnnOutputLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .build());
        network.init();
        TopologyListener listener = eager().attach(network);
        MaskSet first = listener.masks();

        for (int i = 0; i < 3; i++) {
            network.fit(TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, i));
            assertMasked(network, listener.masks());
        }

        // 4 time steps in segments of 2: six steps, an update after every second
        assertThat(listener.updates()).isEqualTo(3);
        assertThat(listener.masks()).isNotEqualTo(first);
        assertThat(listener.masks().count()).isEqualTo(first.count());
    }

    @Test
    void aCallByAnotherNetworkIsRefusedWithAHint() {
        MultiLayerNetwork network = network();
        TopologyListener listener = eager().attach(network);
        MultiLayerNetwork replica = network.clone();
        replica.setListeners(listener);

        assertThatThrownBy(() -> replica.fit(BATCH))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("ParallelWrapper");
    }

    @Test
    void aSecondListenerOnOneNetworkIsRefusedWhenTrainingStarts() {
        MultiLayerNetwork network = network();
        network.addListeners(eager().build(), eager().build());

        assertThatThrownBy(() -> network.fit(BATCH))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("(rigl)");
    }

    @Test
    void aGradientThatIsNotFiniteRefusesTheUpdateAndIsCounted() {
        MultiLayerNetwork network = network();
        TopologyListener listener = eager().attach(network);
        network.fit(BATCH);
        MaskSet before = listener.masks();
        INDArray features = BATCH.getFeatures().dup();
        features.putScalar(0, Double.NaN);

        network.fit(new DataSet(features, BATCH.getLabels()));

        assertThat(listener.masks()).isEqualTo(before);
        assertThat(listener.refusedUpdates()).isEqualTo(1);
        assertThat(listener.updates()).isEqualTo(1);
        assertMasked(network, listener.masks());
    }

    @Test
    void aRefusedUpdateLeavesEveryBitAndTrainingGoesOn() {
        MultiLayerNetwork refusing = network();
        TopologyListener listener = eager().drop(update -> {
                    if (update.number() == 0 && update.weight().name().equals("out_W")) {
                        throw new NonFiniteScoreException(0, Double.NaN);
                    }
                    return DropCriterion.magnitude().select(update);
                })
                .attach(refusing);
        MultiLayerNetwork plain = network();
        DynamicSparseTraining.fixed().sparsity(0.5).seed(3).attach(plain);

        refusing.fit(BATCH);
        refusing.fit(BATCH);
        plain.fit(BATCH);
        plain.fit(BATCH);

        assertThat(TinyNetworks.parameters(refusing)).isEqualTo(TinyNetworks.parameters(plain));
        assertThat(TinyNetworks.updaterState(refusing)).isEqualTo(TinyNetworks.updaterState(plain));
        assertThat(listener.refusedUpdates()).isEqualTo(1);
        refusing.fit(BATCH);
        refusing.fit(BATCH);
        assertThat(listener.refusedUpdates()).isEqualTo(1);
        assertThat(listener.updates()).isEqualTo(2);
    }

    @Test
    void aFirstValueThatIsNotFiniteRefusesTheUpdate() {
        MultiLayerNetwork network = network();
        TopologyListener listener = eager().init((update, kept, grown) -> {
                    double[] values = new double[grown.length];
                    values[0] = Double.NaN;
                    return values;
                })
                .attach(network);
        MaskSet before = listener.masks();

        network.fit(BATCH);
        network.fit(BATCH);

        assertThat(listener.refusedUpdates()).isEqualTo(listener.updates()).isPositive();
        assertThat(listener.masks()).isEqualTo(before);
        assertMasked(network, before);
    }

    @Test
    void theGradientOfInactivePositionsIsGoneBeforeTheUpdaterSeesIt() {
        MultiLayerNetwork network = network();
        TopologyListener listener = DynamicSparseTraining.fixed().sparsity(0.5).attach(network);
        List<Boolean> clean = new ArrayList<>();
        network.addListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                int[] bits = TinyNetworks.bits(network.gradient().getGradientFor("0_W"));
                listener.masks().get("a_W").forEachInactive(p -> clean.add(bits[(int) p] == 0));
                clean.add(Arrays.stream(bits).anyMatch(b -> b != 0));
            }
        });

        network.fit(BATCH);

        assertThat(clean).hasSizeGreaterThan(10).containsOnly(true);
    }

    @Test
    void exploredPositionsAreTheUnionOfAllTopologies() {
        MultiLayerNetwork network = network();
        TopologyListener listener = eager().attach(network);
        Mask union = listener.masks().get("b_W");
        for (int i = 0; i < 6; i++) {
            network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i));
            union = union.or(listener.masks().get("b_W"));
        }

        assertThat(listener.explored().get("b_W")).isEqualTo(union);
        assertThat(union.count()).isGreaterThan(listener.masks().get("b_W").count());
    }

    private static void assertMasked(MultiLayerNetwork network, MaskSet masks) {
        masks.masks().forEach((name, mask) -> {
            int at = name.lastIndexOf('_');
            for (Layer layer : network.getLayers()) {
                if (layer.conf().getLayer().getLayerName().equals(name.substring(0, at))) {
                    int[] bits = TinyNetworks.bits(layer.getParam(name.substring(at + 1)));
                    mask.forEachInactive(
                            p -> assertThat(bits[(int) p]).as(name + " " + p).isZero());
                }
            }
        });
    }
}
