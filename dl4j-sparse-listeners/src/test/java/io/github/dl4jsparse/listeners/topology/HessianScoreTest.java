package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class HessianScoreTest {

    /** L = w'Hw / 2 - b'w, H = diag(2, 1), w = (1, 2), b = (0, 3): g = (2, -1), Hg = (4, -1), -w Hg = (-4, 2). */
    @Test
    void theProductOfQuadraticLossIsExact() {
        UnaryOperator<double[]> gradient = w -> new double[] {2 * w[0], w[1] - 3};
        double[] w = {1, 2};

        double[] product = HessianProduct.of(gradient, w, gradient.apply(w));

        assertThat(product[0]).isCloseTo(4, within(1e-9));
        assertThat(product[1]).isCloseTo(-1, within(1e-9));
        assertThat(w[1] * product[1]).isLessThan(w[0] * product[0]); // so that 1 goes
    }

    @Test
    void withoutGradientTheProductIsZero() {
        assertThat(HessianProduct.of(w -> new double[] {Double.NaN}, new double[] {1}, new double[1]))
                .containsExactly(0);
    }

    /** One linear unit: L = sum (x w - y)^2, H = 2 x'x over its three connections. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void scoresAreThoseOfTheHessianOverConnections(DataType type) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Sgd(0))
                .list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(4)
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .name("w")
                        .build())
                .build());
        network.init();
        network.params().assign(Nd4j.createFromArray(new double[][] {{1, 2, 100, -.5}}));
        Map<Long, Double> scores = new HashMap<>();
        DropScore score = DropScore.grasp();
        Mask mask = Mask.ofActive(new long[] {4, 1}, 0, 1, 3);
        DynamicSparseTraining.of("grasp")
                .topology(new MaskSet(Map.of("w_W", mask)))
                .drop(new Recorded(DropCriterion.smallest(score), score, scores))
                .fraction(DropFraction.constant(.34))
                .excludeJustDropped(true)
                .schedule(UpdateSchedule.everySteps(1))
                .attach(network);

        network.fit(new DataSet(
                Nd4j.createFromArray(new double[][] {{1, 0, 3, 2}, {0, 2, 1, -1}})
                        .castTo(type),
                Nd4j.createFromArray(new double[][] {{1}, {2}}).castTo(type)));

        // x w - y = (1 - 1 - 1, 4 + .5 - 2) = (-1, 2.5); g = 2 x'(x w - y) = (-2, 10, -9); x g = (-20, 29)
        // Hg = 2 x'(x g) = (-40, 116, -138); w Hg = (-40, 232, 69)
        assertThat(scores.get(0L)).isCloseTo(-40, within(1e-5));
        assertThat(scores.get(1L)).isCloseTo(232, within(1e-5));
        assertThat(scores.get(3L)).isCloseTo(69, within(1e-5));
        assertThat(network.params().getDouble(0)).isZero();
    }

    private record Recorded(DropCriterion criterion, DropScore score, Map<Long, Double> scores)
            implements DropCriterion {

        @Override
        public long[] select(LayerUpdate update) {
            score.forEach(update, scores::put);
            return criterion.select(update);
        }

        @Override
        public boolean needsActiveGradient() {
            return true;
        }

        @Override
        public List<MethodPart> shared() {
            return criterion.shared();
        }
    }

    /**
     * Dropout, running means of batch normalisation, the updater and the generator are as if nothing had been
     * computed.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trainingIsTheSameBitForBit(boolean graph) {
        int[] plain = trained(graph, DynamicSparseTraining.fixed());
        List<TopologyUpdate> updates = new ArrayList<>();
        int[] scored = trained(
                graph,
                DynamicSparseTraining.of("scored")
                        .drop(DropCriterion.smallest(DropScore.grasp()))
                        .schedule(UpdateSchedule.everySteps(1))
                        .onUpdate(updates::add));

        assertThat(updates).hasSize(6);
        assertThat(scored).isEqualTo(plain);
    }

    private static int[] trained(boolean graph, DynamicSparseTraining method) {
        MultiLayerNetwork layered = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dropOut(.7)
                .updater(new Adam(.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(8)
                        .activation(Activation.RELU)
                        .name("a")
                        .build())
                .layer(new BatchNormalization.Builder().nIn(8).nOut(8).build())
                .layer(new OutputLayer.Builder()
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        layered.init();
        Model network = graph ? layered.toComputationGraph() : layered;
        TopologyListener listener = method.sparsity(.5).seed(4).attach(network);
        Nd4j.getRandom().setSeed(8);
        for (int step = 0; step < 6; step++) {
            TinyNetworks.fit(network, TinyNetworks.data(LayerKind.Data.FLAT, 4, step));
        }
        assertThat(listener.refusedUpdates()).isZero();
        INDArray params = NetworkView.of(network).params();
        return TinyNetworks.bits(params);
    }

    @ParameterizedTest
    @EnumSource(
            value = LayerKind.class,
            names = {"DENSE", "LSTM_LAYER", "CONV_2D", "EMBEDDING"})
    void masksAndTrulySparseLayersAreRankedTogether(LayerKind kind) {
        Model network = TinyNetworks.layered(kind, true, b -> b.updater(new Adam(.01)));
        List<TopologyUpdate> updates = new ArrayList<>();
        TopologyListener listener = DynamicSparseTraining.of("grasp")
                .drop(DropCriterion.smallestOfAll(DropScore.grasp()))
                .sparsity(.5)
                .fraction(DropFraction.constant(.4))
                .schedule(UpdateSchedule.everySteps(1))
                .onUpdate(updates::add)
                .attach(network);

        TinyNetworks.fit(network, TinyNetworks.data(kind.data(), 4, 2));

        assertThat(listener.refusedUpdates()).isZero();
        assertThat(updates.get(0).changes()).isNotEmpty();
    }

    @Test
    void truncatedBackPropagationIsRefused() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.LSTM_LAYER, b -> b.updater(new Adam(.01)));
        network.getLayerWiseConfigurations().setBackpropType(BackpropType.TruncatedBPTT);

        assertThatThrownBy(() -> DynamicSparseTraining.of("grasp")
                        .drop(DropCriterion.smallest(DropScore.grasp()))
                        .sparsity(.5)
                        .attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("snip");
        assertThat(TopologyListener.of(network)).isEmpty();
    }
}
