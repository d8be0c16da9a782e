package io.github.dl4jsparse.layers.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

class SqueezeExcitationTest {

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static SqueezeExcitation.Builder layer() {
        return new SqueezeExcitation.Builder().reduction(2).name("se");
    }

    private static MultiLayerNetwork network(
            SqueezeExcitation layer, CNN2DFormat format, DataType type, IUpdater updater) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(type)
                .updater(updater)
                .l2(.01)
                .l1Bias(.02)
                .activation(Activation.TANH)
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(4).build())
                .layer(layer)
                .layer(new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.convolutional(5, 5, 2, format))
                .build());
        net.init();
        return net;
    }

    private static DataSet data(CNN2DFormat format, DataType type) {
        DataSet data = TinyNetworks.data(LayerKind.Data.IMAGE, 3, 1);
        INDArray images = data.getFeatures().castTo(type);
        return new DataSet(
                format == CNN2DFormat.NHWC ? images.permute(0, 2, 3, 1).dup('c') : images,
                data.getLabels().castTo(type));
    }

    @Test
    void theWorkedCase() {
        MultiLayerNetwork net = network(layer().build(), CNN2DFormat.NCHW, DataType.FLOAT, new NoOp());
        net.getParam("1_W2").assign(0);

        var activations = net.feedForward(data(CNN2DFormat.NCHW, DataType.FLOAT).getFeatures());

        assertThat(TinyNetworks.bits(activations.get(2)))
                .isEqualTo(TinyNetworks.bits(activations.get(1).mul(.5)));
    }

    @Test
    void channelsAreWeighedByTheirMeans() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(layer().nIn(2).hasBias(true).build())
                .build());
        net.init();
        net.getParam("0_W1").assign(Nd4j.createFromArray(new double[][] {{1}, {2}}));
        net.getParam("0_b1").assign(.5);
        net.getParam("0_W2").assign(Nd4j.createFromArray(new double[][] {{.1, -.2}}));
        net.getParam("0_b2").assign(Nd4j.createFromArray(new double[][] {{.3, .4}}));
        INDArray u = Nd4j.createFromArray(1., 3, 2, 4).reshape(1, 2, 1, 2); // means 2 and 3

        INDArray x = net.output(u);

        double hidden = 2 + 2 * 3 + .5;
        double first = 1 / (1 + Math.exp(-(.1 * hidden + .3)));
        double second = 1 / (1 + Math.exp(-(-.2 * hidden + .4)));
        assertThat(x.dup('c').data().asDouble())
                .containsExactly(new double[] {first, 3 * first, 2 * second, 4 * second}, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"NCHW, false", "NCHW, true", "NHWC, false", "NHWC, true"})
    void gradientsAgreeWithDifferences(CNN2DFormat format, boolean hasBias) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork net =
                network(layer().hasBias(hasBias).biasInit(.1).build(), format, DataType.DOUBLE, new NoOp());
        DataSet data = data(format, DataType.DOUBLE);

        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                        .net(net)
                        .input(data.getFeatures())
                        .labels(data.getLabels())))
                .isTrue();
    }

    @Test
    void bothOrdersOfAxesGiveTheSame() {
        MultiLayerNetwork first = network(layer().build(), CNN2DFormat.NCHW, DataType.FLOAT, new NoOp());
        MultiLayerNetwork last = network(layer().build(), CNN2DFormat.NHWC, DataType.FLOAT, new NoOp());
        INDArray u = Nd4j.rand(DataType.FLOAT, 2, 4, 3, 3);
        last.getLayer(1).setParams(first.getLayer(1).params().dup());

        var mgr = org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces();
        INDArray a = first.getLayer(1).activate(u, false, mgr);
        INDArray b = last.getLayer(1).activate(u.permute(0, 2, 3, 1).dup('c'), false, mgr);

        assertThat(b.permute(0, 3, 1, 2).sub(a).normmaxNumber().doubleValue()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"64, 16, 4", "20, 16, 1", "4, 16, 1", "9, 2, 4"})
    void theHiddenLayerIsSmallerByTheReduction(int channels, int reduction, int hidden) {
        SqueezeExcitation layer = new SqueezeExcitation.Builder()
                .reduction(reduction)
                .nIn(channels)
                .build();

        assertThat(layer.shapes().get("W1")).containsExactly(channels, hidden);
        assertThat(layer.initializer().numParams(layer)).isEqualTo(2L * channels * hidden);
    }

    @Test
    void survivesJsonCopiesAndFiles() throws IOException {
        MultiLayerNetwork net = network(layer().hasBias(true).build(), CNN2DFormat.NHWC, DataType.FLOAT, new Adam(.01));
        DataSet data = data(CNN2DFormat.NHWC, DataType.FLOAT);
        net.fit(data);

        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(
                net.getLayerWiseConfigurations().toJson());
        assertThat(read.getConf(1).getLayer())
                .isEqualTo(net.getLayerWiseConfigurations().getConf(1).getLayer());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork loaded =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        MultiLayerNetwork copy = net.clone();

        for (MultiLayerNetwork each : Arrays.asList(net, loaded, copy)) {
            each.fit(data);
        }
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(net));
        assertThat(TinyNetworks.parameters(copy)).isEqualTo(TinyNetworks.parameters(net));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4})
    void refusesReductionsBelowOne(int reduction) {
        assertThatThrownBy(() -> layer().reduction(reduction).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + reduction + ")")
                .hasMessageContaining("(se)");
    }

    @Test
    void refusesWhatIsNoImage() {
        SqueezeExcitation layer = layer().build();

        assertThatThrownBy(() -> layer.setNIn(InputType.feedForward(4), true))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(se)");
    }

    @Test
    void refusesOtherChannels() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(layer().nIn(4).build())
                .build());
        net.init();

        assertThatThrownBy(() -> net.output(Nd4j.ones(2, 5, 3, 3)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining("[2, 5, 3, 3]")
                .hasMessageContaining("(4)");
    }
}
