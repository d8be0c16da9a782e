package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class SparsifyMaskTest {

    /** The weights 0 1 / 2 0 / 0 0 of inputs by units in the first layer. */
    private static MultiLayerNetwork net() {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(dense(3, 2))
                .layer(output(2, 2))
                .build());
        net.getLayer(0).getParam("W").assign(Nd4j.createFromArray(new float[][] {{0, 1}, {2, 0}, {0, 0}}));
        return net;
    }

    private static MaskSet mask(String name, Mask mask) {
        return new MaskSet(Map.of(name, mask));
    }

    @Test
    void anActivePositionIsAConnectionEvenWhereTheWeightIsZero() {
        // given positions in C order: 1 is input 0 to unit 1, 2 input 1 to unit 0, 5 input 2 to unit 1
        MaskSet masks = mask("layer0_W", Mask.ofActive(new long[] {3, 2}, 1, 2, 5));

        MultiLayerNetwork sparse = Sparsify.toSparse(net(), ALL, masks).network();

        assertThat(bits(sparse.getLayer(0).getParam("W"))).containsExactly(2, 1, 0);
        assertThat(bits(sparse.getLayer(0).getParam("pattern"))).containsExactly(1, 0, 2, 1, 2);
    }

    @Test
    void theMaskOfAConvolutionHasItsFiltersFirst() {
        // given two filters of two channels, 1 x 2: position 3 is (0, 1, 0, 1), 4 is (1, 0, 0, 0)
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(new ConvolutionLayer.Builder(1, 2).nOut(2).build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(3, 3, 2))
                .build());
        net.getLayer(0).getParam("W").assign(0).putScalar(new int[] {1, 0, 0, 0}, 7);
        MaskSet masks = mask("layer0_W", Mask.ofActive(new long[] {2, 2, 1, 2}, 3, 4));

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL, masks).network();

        assertThat(bits(sparse.getLayer(0).getParam("W"))).containsExactly(0, 7);
        assertThat(bits(sparse.getLayer(0).getParam("pattern"))).containsExactly(3, 0, 1, 1);
        assertThat(Sparsify.masks(sparse).get("layer0_W").shape()).containsExactly(2, 2, 1, 2);
        assertThat(Sparsify.masks(sparse).get("layer0_W").toArray()).containsExactly(3, 4);
    }

    @Test
    void eachMatrixOfAnLstmHasAMaskOfItsOwn() {
        // given one unit, whose four columns stand side by side
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(new LSTM.Builder().nIn(2).nOut(1).build())
                .layer(new RnnOutputLayer.Builder().nIn(1).nOut(2).build())
                .build());
        net.getLayer(0).getParam("W").assign(0).putScalar(1, 0, 7);
        net.getLayer(0).getParam("RW").assign(0);
        MaskSet masks = new MaskSet(Map.of(
                "layer0_W", Mask.ofActive(new long[] {2, 4}, 3, 4), "layer0_RW", Mask.ofActive(new long[] {1, 4}, 2)));

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL, masks).network();

        assertThat(bits(sparse.getLayer(0).getParam("W"))).containsExactly(7, 0);
        assertThat(bits(sparse.getLayer(0).getParam("pattern"))).containsExactly(1, 0, 1, 0, 0, 1);
        assertThat(bits(sparse.getLayer(0).getParam("recurrentPattern"))).containsExactly(0, 0, 0, 1, 0);
        assertThat(Sparsify.masks(sparse).hamming(masks)).isZero();
    }

    @Test
    void aWeightOutsideOfTheMaskIsRefused() {
        MaskSet masks = mask("layer0_W", Mask.ofActive(new long[] {3, 2}, 1, 5));
        MultiLayerNetwork net = net();

        assertThatThrownBy(() -> Sparsify.toSparse(net, ALL, masks))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(layer0_W) from input (1) to unit (0) is (2.0)")
                .hasMessageContaining("Maybe the mask");
    }

    @Test
    void nanOutsideOfTheMaskIsRefused() {
        MultiLayerNetwork net = net();
        net.getLayer(0).getParam("W").putScalar(2, 0, Float.NaN);
        MaskSet masks = mask("layer0_W", Mask.ofActive(new long[] {3, 2}, 1, 2));

        assertThatThrownBy(() -> Sparsify.toSparse(net, ALL, masks))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("is (NaN)");
    }

    @Test
    void aLayerWithoutAMaskHasItsConnectionsWhereItIsNotZero() {
        MaskSet masks = mask("layer1_W", Mask.full(2, 2));

        MultiLayerNetwork sparse = Sparsify.toSparse(net(), ALL, masks).network();

        assertThat(sparse.getLayer(0).getParam("W").length()).isEqualTo(2);
    }

    @Test
    void aMaskOfAnUnknownArrayIsRefused() {
        MaskSet masks = mask("layer7_W", Mask.full(3, 2));
        MultiLayerNetwork net = net();

        assertThatThrownBy(() -> Sparsify.toSparse(net, ALL, masks))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(layer7_W)")
                .hasMessageContaining("layer0_W");
    }

    @Test
    void aMaskOfAnotherShapeIsRefused() {
        MaskSet masks = mask("layer0_W", Mask.full(2, 3));
        MultiLayerNetwork net = net();

        assertThatThrownBy(() -> Sparsify.toSparse(net, ALL, masks))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("[3, 2]");
    }

    @Test
    void theMasksOfAConvertedNetworkAreItsConnections() {
        MultiLayerNetwork sparse = Sparsify.toSparse(net(), ALL).network();

        MaskSet masks = Sparsify.masks(sparse);

        assertThat(masks.names()).containsExactly("layer0_W", "layer1_W");
        assertThat(masks.get("layer0_W").shape()).containsExactly(3, 2);
        assertThat(masks.get("layer0_W").toArray()).containsExactly(1, 2);
        assertThat(masks.get("layer1_W").count()).isEqualTo(4);
    }
}
