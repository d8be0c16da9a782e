package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.data;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** A frozen layer is converted and stays frozen. */
class SparsifyFrozenTest {

    private static final DataType TYPE = DataType.DOUBLE;

    private static void assertConvertsAndStaysFrozen(MultiLayerNetwork net, int frozen) {
        net.getLayer(frozen).getParam("W").putScalar(0, 0).putScalar(5, 0);
        train(net, TYPE, 2, 1);
        INDArray input = data(TYPE, 5, 7, 3, 9).getFeatures();

        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        MultiLayerNetwork sparse = result.network();
        double[] before = bits(sparse.getLayer(frozen).params());
        assertThat(result.layers().get(frozen).converted()).isTrue();
        assertThat(result.layers().get(frozen).kind()).isEqualTo("DenseLayer");
        assertThat(sparse.getLayer(frozen).getClass())
                .isEqualTo(net.getLayer(frozen).getClass());
        assertThat(bits(sparse.output(input))).containsExactly(bits(net.output(input)), within(1e-14));
        train(net, TYPE, 3, 20);
        train(sparse, TYPE, 3, 20);
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
