package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** A frozen layer is converted and stays frozen. */
class SparsifyFrozenTest {

    private static final DataType TYPE = DataType.DOUBLE;

    private static void assertConvertsAndStaysFrozen(MultiLayerNetwork net, int frozen) {
        assertConvertsAndStaysFrozen(ConvertedKind.PERCEPTRON, net, frozen, "DenseLayer");
    }

    private static void assertConvertsAndStaysFrozen(
            ConvertedKind kind, MultiLayerNetwork net, int frozen, String layer) {
        net.getLayer(frozen).getParam("W").putScalar(0, 0).putScalar(5, 0);
        kind.train(net, TYPE, 2, 1);
        INDArray input = kind.data(TYPE, 5, 9).getFeatures();

        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        MultiLayerNetwork sparse = result.network();
        double[] before = bits(sparse.getLayer(frozen).params());
        assertThat(result.layers().get(frozen).converted()).isTrue();
        assertThat(result.layers().get(frozen).kind()).isEqualTo(layer);
        assertThat(sparse.getLayer(frozen).getClass())
                .isEqualTo(net.getLayer(frozen).getClass());
        assertThat(bits(sparse.output(input))).containsExactly(bits(net.output(input)), within(1e-14));
        kind.train(net, TYPE, 3, 20);
        kind.train(sparse, TYPE, 3, 20);
        assertThat(bits(sparse.getLayer(frozen).params())).containsExactly(before);
        assertThat(bits(Sparsify.toDense(sparse).params())).containsExactly(bits(net.params()), within(1e-10));
    }

    private static MultiLayerNetwork with(Layer middle) {
        return init(base(TYPE, new Adam(0.01))
                .list()
                .layer(dense(7, 9))
                .layer(middle)
                .layer(output(8, 3))
                .build());
    }

    private static Layer wrapped(String wrapper, Layer layer) {
        return switch (wrapper) {
            case "FrozenLayer" -> new FrozenLayer(layer);
            case "FrozenLayerWithBackprop" -> new FrozenLayerWithBackprop(layer);
            default -> throw new IllegalArgumentException(wrapper);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"FrozenLayer", "FrozenLayerWithBackprop"})
    void aFrozenConvolution(String wrapper) {
        MultiLayerNetwork net = init(base(TYPE, new Adam(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build())
                .layer(wrapped(
                        wrapper,
                        new ConvolutionLayer.Builder(2, 2)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build()))
                .layer(new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.convolutional(6, 5, 2))
                .build());

        assertConvertsAndStaysFrozen(ConvertedKind.IMAGES, net, 1, "ConvolutionLayer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FrozenLayer", "FrozenLayerWithBackprop"})
    void aFrozenLstmOfWhichTheLastStepIsTaken(String wrapper) {
        MultiLayerNetwork net = init(base(TYPE, new Adam(0.01))
                .list()
                .layer(new LSTM.Builder().nIn(4).nOut(5).build())
                .layer(wrapped(
                        wrapper,
                        new LastTimeStep(new LSTM.Builder().nIn(5).nOut(4).build())))
                .layer(output(4, 3))
                .build());

        assertConvertsAndStaysFrozen(ConvertedKind.LAST_STEPS, net, 1, "LSTM");
    }

    /** DL4J does not train a network in which transfer learning has frozen a {@code LastTimeStep}: there is none to compare. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LAST_STEPS")
    void layersFrozenByTransferLearning(ConvertedKind kind) {
        MultiLayerNetwork net = new TransferLearning.Builder(kind.net(base(TYPE, new Adam(0.01))))
                .setFeatureExtractor(1)
                .build();

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();

        double[] first = bits(sparse.getLayer(0).params());
        double[] second = bits(sparse.getLayer(1).params());
        assertThat(first.length).isNotEqualTo(net.getLayer(0).numParams());
        assertThat(second.length).isNotEqualTo(net.getLayer(1).numParams());
        kind.train(net, TYPE, 3, 20);
        kind.train(sparse, TYPE, 3, 20);
        assertThat(bits(sparse.getLayer(0).params())).containsExactly(first);
        assertThat(bits(sparse.getLayer(1).params())).containsExactly(second);
        assertThat(bits(Sparsify.toDense(sparse).params())).containsExactly(bits(net.params()), within(1e-10));
    }

    @Test
    void aLayerFrozenByTransferLearning() {
        MultiLayerNetwork net = new TransferLearning.Builder(small(base(TYPE, new Adam(0.01))))
                .setFeatureExtractor(0)
                .build();

        assertConvertsAndStaysFrozen(net, 0);
    }

    @Test
    void aLayerFrozenByItsConfiguration() {
        MultiLayerNetwork net = with(new FrozenLayer(dense(9, 8)));

        assertConvertsAndStaysFrozen(net, 1);
        FrozenLayer conf = (FrozenLayer) Sparsify.toSparse(net, ALL)
                .network()
                .getLayerWiseConfigurations()
                .getConf(1)
                .getLayer();
        assertThat(conf.getLayer()).isInstanceOf(SparseDenseLayer.class);
        assertThat(conf.getLayerName()).isEqualTo("layer1");
    }

    @Test
    void aLayerFrozenWithBackpropagation() {
        assertConvertsAndStaysFrozen(with(new FrozenLayerWithBackprop(dense(9, 8))), 1);
    }

    @Test
    void aLayerFrozenAtRunTimeOnly() {
        MultiLayerNetwork net = small(base(TYPE, new Adam(0.01)));
        net.getLayers()[0] = new org.deeplearning4j.nn.layers.FrozenLayer(net.getLayer(0));

        assertConvertsAndStaysFrozen(net, 0);
    }

    @Test
    void frozenLayersHaveNoMasks() {
        MultiLayerNetwork sparse =
                Sparsify.toSparse(with(new FrozenLayer(dense(9, 8))), ALL).network();

        assertThat(Sparsify.masks(sparse).names()).containsExactly("layer0_W", "layer2_W");
    }
}
