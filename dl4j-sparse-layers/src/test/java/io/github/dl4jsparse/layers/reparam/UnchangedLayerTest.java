package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class UnchangedLayerTest {

    @BeforeEach
    void gradientChecksNeedDoubleAsDefault() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    static Stream<Arguments> normalizations() {
        return Stream.of(CNN2DFormat.NCHW, CNN2DFormat.NHWC, null)
                .flatMap(format -> Stream.of(
                        Arguments.of(format, new BatchNormalization.Builder().build()),
                        Arguments.of(
                                format,
                                new BatchNormalization.Builder()
                                        .useLogStd(true)
                                        .eps(0.1)
                                        .build()),
                        Arguments.of(format, locked(1.7, 0)),
                        Arguments.of(format, locked(1.7, 0.3))));
    }

    private static BatchNormalization locked(double gamma, double beta) {
        return new BatchNormalization.Builder()
                .lockGammaBeta(true)
                .gamma(gamma)
                .beta(beta)
                .build();
    }

    private static MultiLayerNetwork network(CNN2DFormat format, BatchNormalization normalization) {
        Layer first = format == null
                ? new DenseLayer.Builder().nOut(4).build()
                : new ConvolutionLayer.Builder(2, 2).nOut(3).dataFormat(format).build();
        InputType type = format == null ? InputType.feedForward(5) : InputType.convolutional(4, 4, 2, format);
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .activation(Activation.TANH)
                .list()
                .layer(first)
                .layer(new UnchangedLayer(normalization))
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(type)
                .build());
        net.init();
        net.getLayer(1)
                .paramTable()
                .forEach((key, array) -> array.addi(
                        Nd4j.linspace(.1, .6, array.length(), DataType.DOUBLE).reshape(array.shape())));
        return net;
    }

    @ParameterizedTest
    @MethodSource("normalizations")
    void gradientsPassThroughANormalisationByItsOwnStatistics(CNN2DFormat format, BatchNormalization normalization) {
        MultiLayerNetwork net = network(format, normalization);
        Nd4j.getRandom().setSeed(1);
        INDArray input = format == null
                ? Nd4j.randn(DataType.DOUBLE, 5, 5)
                : format == CNN2DFormat.NCHW
                        ? Nd4j.randn(DataType.DOUBLE, 5, 2, 4, 4)
                        : Nd4j.randn(DataType.DOUBLE, 5, 4, 4, 2);
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 5, 3);
        for (int i = 0; i < 5; i++) {
            labels.putScalar(i, i % 3, 1);
        }

        boolean passed = GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(net)
                .input(input)
                .labels(labels)
                .excludeParams(Set.of("1_gamma", "1_beta", "1_mean", "1_var", "1_log10stdev")));

        assertThat(passed).isTrue();
    }

    @Test
    void surviveJson() {
        MultiLayerConfiguration conf = network(null, new BatchNormalization()).getLayerWiseConfigurations();

        assertThat(MultiLayerConfiguration.fromJson(conf.toJson()).getConf(1).getLayer())
                .isEqualTo(conf.getConf(1).getLayer())
                .isInstanceOf(UnchangedLayer.class);
    }

    private static MultiLayerNetwork around(Layer kept) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(.1))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(4).build())
                .layer(new UnchangedLayer(kept))
                .layer(new OutputLayer.Builder()
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    private static DenseLayer.Builder dense() {
        return new DenseLayer.Builder().nIn(4).nOut(5);
    }

    static Stream<Layer> layersThatDrawInTraining() {
        return Stream.of(
                dense().dropOut(.5).build(),
                dense().weightNoise(new DropConnect(.5)).build(),
                ReparameterizedLayer.of(dense().build(), HardConcreteGate.of(50)),
                ReparameterizedLayer.of(dense().build(), Supermask.bernoulli()));
    }

    @ParameterizedTest
    @MethodSource("layersThatDrawInTraining")
    void gradientsPassThroughTheWeightsOfInference(Layer kept) {
        MultiLayerNetwork net = around(kept);
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 4, 1);
        net.setInput(data.getFeatures().castTo(DataType.DOUBLE));
        net.setLabels(data.getLabels().castTo(DataType.DOUBLE));
        net.computeGradientAndScore();
        double[] gradient = net.gradient().getGradientFor("0_b").toDoubleVector();

        for (int unit = 0; unit < gradient.length; unit++) {
            double difference = (scoreWith(net, unit, 1e-5) - scoreWith(net, unit, -1e-5)) / 2e-5;
            assertThat(gradient[unit] / 4).isCloseTo(difference, within(1e-7));
        }
    }

    private static double scoreWith(MultiLayerNetwork net, int unit, double change) {
        INDArray biases = net.getParam("0_b");
        biases.putScalar(unit, biases.getDouble(unit) + change);
        net.computeGradientAndScore();
        biases.putScalar(unit, biases.getDouble(unit) - change);
        return net.score();
    }

    @Test
    void thresholdsThatNoWeightExceedsAreKept() {
        MultiLayerNetwork net = around(ReparameterizedLayer.of(dense().build(), ThresholdMask.perOutputUnit()));
        net.getParam("1_thresholdW").assign(9);

        net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));

        assertThat(net.getParam("1_thresholdW").toDoubleVector()).containsOnly(9);
    }
}
