package io.github.dl4jsparse.layers.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.predict.SparsePredictor;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class AllReLUTest {

    @AfterEach
    void singlePrecisionIsTheDefaultAgain() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static double[] activation(int layer, double... x) {
        return new AllReLU(.6, layer)
                .getActivation(Nd4j.createFromArray(x), true)
                .toDoubleVector();
    }

    @Test
    void evenLayersTurnTheLeftSideUp() {
        assertThat(activation(2, -1, 0, 2)).containsExactly(.6, 0, 2);
    }

    @Test
    void oddLayersTurnTheLeftSideDown() {
        assertThat(activation(3, -1, 0, 2)).containsExactly(-.6, 0, 2);
    }

    @Test
    void theDerivativeIsTheSlopeAndOneAtZero() {
        for (int layer : new int[] {2, 3}) {
            double slope = layer == 2 ? -.6 : .6;
            INDArray x = Nd4j.createFromArray(-1.0, 0.0, 2.0).reshape(1, 3);
            INDArray epsilon = Nd4j.createFromArray(10.0, 10.0, 10.0).reshape(1, 3);

            INDArray gradient = new AllReLU(.6, layer).backprop(x, epsilon).getFirst();

            // ND4J rounds the slope to single precision here
            assertThat(gradient.toDoubleVector()).containsExactly(10 * (double) (float) slope, 10, 10);
        }
    }

    @Test
    void hiddenLayersAreNumberedFromTwo() {
        assertThat(AllReLU.forLayers(.75, 3))
                .isEqualTo(List.<IActivation>of(new AllReLU(.75, 2), new AllReLU(.75, 3), new AllReLU(.75, 4)));
    }

    private static MultiLayerNetwork network(boolean sparse, DataType type) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .updater(type == DataType.DOUBLE ? new NoOp() : new Sgd(.1))
                .list();
        int in = 6;
        for (IActivation activation : AllReLU.forLayers(.6, 2)) {
            FeedForwardLayer layer = sparse
                    ? new SparseDenseLayer.Builder()
                            .density(1)
                            .nIn(in)
                            .nOut(8)
                            .activation(activation)
                            .build()
                    : new DenseLayer.Builder()
                            .nIn(in)
                            .nOut(8)
                            .activation(activation)
                            .build();
            list.layer(layer);
            in = 8;
        }
        MultiLayerNetwork net = new MultiLayerNetwork(list.layer(new OutputLayer.Builder()
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsAreThoseOfFiniteDifferences(boolean sparse) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        MultiLayerNetwork net = network(sparse, DataType.DOUBLE);
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 4, 2);

        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                        .net(net)
                        .input(data.getFeatures().castTo(DataType.DOUBLE))
                        .labels(data.getLabels().castTo(DataType.DOUBLE))
                        .excludeParams(sparse ? Set.of("0_pattern", "1_pattern") : null)))
                .isTrue();
    }

    @Test
    void aTrulySparseLayerLearnsAsAnOrdinaryOne() {
        MultiLayerNetwork sparse = network(true, DataType.FLOAT);
        MultiLayerNetwork dense = network(false, DataType.FLOAT);
        for (int i = 0; i < 3; i++) {
            for (String key : new String[] {"W", "b"}) {
                INDArray from = dense.getParam(i + "_" + key);
                INDArray to = sparse.getParam(i + "_" + key);
                to.assign(from.dup('f').reshape('f', to.shape()));
            }
        }
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 8, 2);

        for (int step = 0; step < 5; step++) {
            sparse.fit(data);
            dense.fit(data);
        }

        assertThat(sparse.output(data.getFeatures())
                        .sub(dense.output(data.getFeatures()))
                        .amaxNumber()
                        .doubleValue())
                .isLessThan(1e-5);
    }

    @Test
    void itIsSavedWithTheNetwork() throws IOException {
        MultiLayerNetwork net = network(true, DataType.FLOAT);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, file, true);

        MultiLayerNetwork loaded =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);

        INDArray x = TinyNetworks.data(LayerKind.Data.FLAT, 4, 1).getFeatures();
        assertThat(TinyNetworks.bits(loaded.output(x))).isEqualTo(TinyNetworks.bits(net.output(x)));
        MultiLayerConfiguration conf = net.getLayerWiseConfigurations();
        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
        assertThat(conf.toJson()).contains("io.github.dl4jsparse.layers.activation.AllReLU");
    }

    @Test
    void thePredictorKnowsIt() {
        MultiLayerNetwork net = network(true, DataType.FLOAT);
        INDArray x = TinyNetworks.data(LayerKind.Data.FLAT, 1, 1).getFeatures();

        float[] predicted = SparsePredictor.of(net).predict(x.toFloatVector());

        for (int i = 0; i < 3; i++) {
            assertThat(predicted[i]).isCloseTo(net.output(x).getFloat(0, i), within(1e-6f));
        }
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new AllReLU(-1, 2))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1.0)");
        assertThatThrownBy(() -> new AllReLU(Double.NaN, 2)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> new AllReLU(.6, 1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("input being layer 1");
    }
}
