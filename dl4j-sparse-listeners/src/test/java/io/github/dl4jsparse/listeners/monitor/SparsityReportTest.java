package io.github.dl4jsparse.listeners.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;

class SparsityReportTest {

    /** 6-12-8-3, of whose first array three connections are left. */
    private static MultiLayerNetwork masked() {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b);
        Mask mask = Mask.ofActive(new long[] {6, 12}, 0, 1, 14); // 0 -> 0, 0 -> 1, 1 -> 2
        DynamicSparseTraining.fixed().topology(new MaskSet(Map.of("a_W", mask))).attach(net);
        return net;
    }

    @Test
    void connectionsAndDegreesAreCounted() {
        WeightMeasures a = SparsityReport.of(masked()).weight("a_W").orElseThrow();

        assertThat(a.connections()).isEqualTo(3);
        assertThat(a.positions()).isEqualTo(72);
        assertThat(a.density()).isEqualTo(3 / 72.0);
        assertThat(a.explored()).isEqualTo(3 / 72.0);
        assertThat(a.inDegrees().units()).isEqualTo(Map.of(0, 9, 1, 3));
        assertThat(a.outDegrees().units()).isEqualTo(Map.of(0, 4, 1, 1, 2, 1));
        assertThat(a.deadOutputs()).isEqualTo(9);
        assertThat(a.idleInputs()).isEqualTo(4);
        assertThat(a.outDegrees().mean()).isEqualTo(.5);
        assertThat(a.outDegrees().max()).isEqualTo(2);
        assertThat(a.gradientFlow()).isNaN();
    }

    @Test
    void theNetworksNumbersIncludeItsDenseArraysAndBiases() {
        SparsityReport report = SparsityReport.of(masked());

        assertThat(report.connections()).isEqualTo(3 + 96 + 24);
        assertThat(report.positions()).isEqualTo(72 + 96 + 24);
        assertThat(report.otherParameters()).isEqualTo(12 + 8 + 3);
        assertThat(report.explored()).isEqualTo(3 / 72.0);
        assertThat(report.flops()).isEqualTo(new Flops(123, 192));
        assertThat(report.compression()).isEqualTo(new Compression(215, 192, 123));
        assertThat(report.change()).isEqualTo(TopologyChange.NONE);
        assertThat(report.deadUnits()).isEqualTo(13);
    }

    @Test
    void aTrulySparseLayerIsCountedAsTheDenseOneThatItStandsFor() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(4)
                        .connections(5)
                        .name("s")
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();

        SparsityReport report = SparsityReport.of(net);

        assertThat(report.weight("s_W").orElseThrow().connections()).isEqualTo(5);
        assertThat(report.positions()).isEqualTo(36);
        assertThat(report.otherParameters()).isEqualTo(4 + 3);
        assertThat(report.flops()).isEqualTo(new Flops(17, 36));
    }

    @Test
    void aConvolutionUsesItsArrayAtEachPlaceOfItsOutput() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).name("c").build())
                .layer(new BatchNormalization())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("o")
                        .build())
                .setInputType(InputType.convolutional(8, 7, 2))
                .build());
        net.init();
        InputType image = InputType.convolutional(8, 7, 2);

        SparsityReport report = SparsityReport.of(net, image);

        assertThat(report.weight("c_W").orElseThrow().flops().dense()).isEqualTo(2 * 4 * 3 * 3 * 6 * 5);
        assertThat(report.weight("o_W").orElseThrow().flops().dense()).isEqualTo(4 * 6 * 5 * 3);
        assertThat(report.otherParameters()).isEqualTo(4 + 4 * 4 + 3);
        assertThat(SparsityReport.of(net).flops().dense()).isNaN();
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void everyKindOfLayerIsReported(LayerKind kind) {
        for (Model net :
                new Model[] {TinyNetworks.layered(kind, true, b -> b), TinyNetworks.graph(kind, true, b -> b)}) {
            SparsityReport report = SparsityReport.of(net, kind.data().type());

            assertThat(report.weights()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(report.flops().dense())
                    .isGreaterThanOrEqualTo(report.flops().sparse())
                    .isPositive();
            assertThat(report.otherParameters()).isNotNegative();
            assertThat(report.otherParameters() + report.connections())
                    .isLessThanOrEqualTo(NetworkView.of(net).params().length());
        }
    }

    @Test
    void layersUseTheirArraysAtEachStepOfASequence() {
        SparsityReport toTheEnd = SparsityReport.of(
                TinyNetworks.layered(LayerKind.LSTM_LAYER, true, b -> b),
                LayerKind.LSTM_LAYER.data().type());
        SparsityReport toTheLast = SparsityReport.of(
                TinyNetworks.graph(LayerKind.LAST_TIME_STEP, true, b -> b),
                LayerKind.LAST_TIME_STEP.data().type());

        assertThat(toTheEnd.weights()).extracting(WeightMeasures::uses).containsExactly(4.0, 4.0, 4.0, 4.0);
        assertThat(toTheLast.weights()).extracting(WeightMeasures::uses).containsExactly(4.0, 4.0, 1.0, 1.0);
    }
}
