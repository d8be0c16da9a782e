package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Layers that DL4J keeps as they are, around reparameterised ones. */
class KeptLayersTest {

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Nesterovs(.1))
                .l2(.1)
                .activation(Activation.TANH);
    }

    static Stream<Reparameterization> penalized() {
        return Stream.of(
                ThresholdMask.perOutputUnit().alpha(.5),
                HardConcreteGate.of(4).lambda(1).weightDecay(1),
                VariationalDropout.of(4),
                StructureScale.learningRate(.1).gamma(1));
    }

    private static MultiLayerNetwork frozen(Reparameterization member) {
        Layer dense = new DenseLayer.Builder().nIn(6).nOut(4).build();
        MultiLayerNetwork net = new MultiLayerNetwork(settings()
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(6).build())
                .layer(new FrozenLayerWithBackprop(ReparameterizedLayer.of(dense, member)))
                .layer(new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    @ParameterizedTest
    @MethodSource("penalized")
    void neitherPenaltiesNorDecayMoveAFrozenLayer(Reparameterization member) {
        MultiLayerNetwork net = frozen(member);
        int[] kept = TinyNetworks.bits(net.getLayer(1).params());
        int[] before = TinyNetworks.bits(net.getLayer(0).params());

        for (int step = 0; step < 3; step++) {
            net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, step));
        }

        assertThat(TinyNetworks.bits(net.getLayer(1).params())).isEqualTo(kept);
        assertThat(TinyNetworks.bits(net.getLayer(0).params())).isNotEqualTo(before);
        assertThat(TinyNetworks.updaterState(net)).hasSameSizeAs(TinyNetworks.updaterState(frozen(member)));
    }

    private static Layer lstm(Reparameterization member) {
        return ReparameterizedLayer.of(
                new LSTM.Builder().nIn(3).nOut(4).name("l").build(), member);
    }

    private static Layer head() {
        return new RnnOutputLayer.Builder()
                .nIn(4)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork truncated(Layer kept) {
        MultiLayerNetwork net = new MultiLayerNetwork(settings()
                .list()
                .layer(kept)
                .layer(head())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .setInputType(InputType.recurrent(3, 4))
                .build());
        net.init();
        return net;
    }

    private static DataSet sequences() {
        return TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, 1);
    }

    private static int[] afterSegments(int seed) {
        MultiLayerNetwork net = truncated(new UnchangedLayer(lstm(VariationalDropout.of(4))));
        Nd4j.getRandom().setSeed(seed);
        net.fit(sequences());
        return TinyNetworks.parameters(net);
    }

    @Test
    void segmentsOfAnUnchangedLayerAreThoseOfInference() {
        assertThat(afterSegments(1)).isEqualTo(afterSegments(2));
    }

    @Test
    void segmentsOfAnUnchangedLayerInAGraphAreThoseOfInference() {
        assertThat(TinyNetworks.parameters(graphAfterTruncatedTraining(1)))
                .isEqualTo(TinyNetworks.parameters(graphAfterTruncatedTraining(2)));
    }

    private static ComputationGraph graphAfterTruncatedTraining(int seed) {
        ComputationGraph net = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("l", new UnchangedLayer(lstm(VariationalDropout.of(4))), "in")
                .addLayer("out", head(), "l")
                .setOutputs("out")
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .setInputTypes(InputType.recurrent(3, 4))
                .build());
        net.init();
        Nd4j.getRandom().setSeed(seed);
        net.fit(sequences());
        return net;
    }

    @Test
    void segmentsResetNoThresholdsOfAnUnchangedLayer() {
        MultiLayerNetwork net = truncated(new UnchangedLayer(lstm(ThresholdMask.perOutputUnit())));
        net.getParam("0_thresholdW").assign(9);

        net.fit(sequences());

        assertThat(net.getParam("0_thresholdW").toDoubleVector()).containsOnly(9);
    }
}
