package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.data;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.mask;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.masks;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDense;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutput;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.NetworkUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class SparsifyTest {

    @Test
    void theConnectionsAreTheWeightsThatAreNotZero() {
        // given the weights 0 -0 / NaN 5 / 0 0 / 7 0 of inputs by units
        MultiLayerNetwork net = init(base(DataType.DOUBLE, new Sgd(0.1))
                .list()
                .layer(dense(4, 2))
                .layer(output(2, 2))
                .build());
        net.getLayer(0).getParam("W").assign(Nd4j.createFromArray(new double[][] {
            {0, -0.0}, {Double.NaN, 5}, {0, 0}, {7, 0}
        }));
        net.getLayer(0).getParam("b").assign(Nd4j.createFromArray(new double[][] {{0.25, -3}}));

        // when
        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        // then output unit after output unit, inputs ascending
        assertThat(result.network().getLayer(0)).isInstanceOf(SparseDense.class);
        assertThat(bits(result.network().getLayer(0).getParam("W"))).containsExactly(Double.NaN, 7, 5);
        assertThat(bits(result.network().getLayer(0).getParam("pattern"))).containsExactly(1, 3, 1, 2, 1);
        assertThat(bits(result.network().getLayer(0).getParam("b"))).containsExactly(0.25, -3);
        assertThat(result.layer("layer0").orElseThrow().connections()).isEqualTo(3);
        assertThat(result.layer("layer0").orElseThrow().sparsity()).isEqualTo(0.625);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void theOutputsAgree(DataType type) {
        MultiLayerNetwork net = small(base(type, new Sgd(0.1)));
        mask(net, masks(net, 0.3));
        train(net, type, 3, 1);
        INDArray input = data(type, 20, 7, 3, 99).getFeatures();

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();

        assertThat(sparse.getLayer(1)).isInstanceOf(SparseDense.class);
        assertThat(sparse.getLayer(2)).isInstanceOf(SparseOutput.class);
        assertThat(bits(sparse.output(input)))
                .containsExactly(bits(net.output(input)), within(type == DataType.FLOAT ? 1e-6 : 1e-14));
    }

    @Test
    void theOldNetworkIsNotChanged() {
        MultiLayerNetwork net = small(base(DataType.DOUBLE, new Adam(0.01)));
        mask(net, masks(net, 0.3));
        train(net, DataType.DOUBLE, 3, 1);
        double[] params = bits(net.params());
        double[] state = ConvertedNets.state(net);
        String conf = net.getLayerWiseConfigurations().toJson();

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();
        train(sparse, DataType.DOUBLE, 3, 1);
        NetworkUtils.setLearningRate(sparse, 0.5);

        assertThat(bits(net.params())).containsExactly(params);
        assertThat(ConvertedNets.state(net)).containsExactly(state);
        assertThat(net.getLayerWiseConfigurations().toJson()).isEqualTo(conf);
        assertThat(NetworkUtils.getLearningRate(net, 0)).isEqualTo(0.01);
    }

    @Test
    void anUpdaterThatIsNotThereYetIsNotMade() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Adam(0.01)));
        net.getLayer(0).getParam("W").putScalar(0, 0);

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();

        assertThat(net.getUpdater(false)).isNull();
        assertThat(sparse.getUpdater(false)).isNull();
    }

    @Test
    void theRandomGeneratorOfTheThreadIsNotTouched() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Adam(0.01)));
        long root = Nd4j.getRandom().rootState();
        long node = Nd4j.getRandom().nodeState();

        Sparsify.toDense(Sparsify.toSparse(net, ALL).network());

        assertThat(Nd4j.getRandom().rootState()).isEqualTo(root);
        assertThat(Nd4j.getRandom().nodeState()).isEqualTo(node);
    }

    @Test
    void layersOfOtherKindsStayAsTheyAre() {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Adam(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).name("conv").build())
                .layer(new BatchNormalization.Builder().name("norm").build())
                .layer(new DenseLayer.Builder().nOut(5).name("dense").build())
                .layer(new OutputLayer.Builder().nOut(2).name("out").build())
                .setInputType(InputType.convolutional(4, 4, 1))
                .build());
        net.getLayer(0).getParam("W").putScalar(0, 0).putScalar(1, 0);
        net.getLayer(2).getParam("W").putScalar(0, 0);
        net.fit(
                Nd4j.rand(DataType.FLOAT, 4, 1, 4, 4),
                Nd4j.ones(DataType.FLOAT, 4, 2).muli(0.5));
        net.getLayer(0).getParam("W").putScalar(0, 0).putScalar(1, 0);

        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        assertThat(result.layers()).extracting(LayerDecision::layer).containsExactly("conv", "dense", "out");
        assertThat(result.layers())
                .extracting(LayerDecision::kind)
                .containsExactly("ConvolutionLayer", "DenseLayer", "OutputLayer");
        assertThat(result.layers()).extracting(LayerDecision::converted).containsExactly(false, true, true);
        LayerDecision conv = result.layer("conv").orElseThrow();
        assertThat(conv.places()).isEqualTo(12);
        assertThat(conv.connections()).isEqualTo(10);
        assertThat(conv.reason()).contains("no truly sparse layer of this kind");
        for (int layer = 0; layer < 2; layer++) {
            assertThat(bits(result.network().getLayer(layer).params()))
                    .containsExactly(bits(net.getLayer(layer).params()));
        }
        INDArray input = Nd4j.rand(DataType.FLOAT, 5, 1, 4, 4);
        assertThat(bits(result.network().output(input))).containsExactly(bits(net.output(input)), within(1e-6));
    }

    @Test
    void whatIsTrulySparseAlreadyStays() {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(7)
                        .nOut(9)
                        .connections(20)
                        .build())
                .layer(output(9, 3))
                .build());

        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        LayerDecision first = result.layer("layer0").orElseThrow();
        assertThat(first.converted()).isFalse();
        assertThat(first.connections()).isEqualTo(20);
        assertThat(first.reason()).isEqualTo("It is truly sparse already.");
        assertThat(bits(result.network().getLayer(0).params()))
                .containsExactly(bits(net.getLayer(0).params()));
    }

    @Test
    void eachDecisionCanBeRead() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Sgd(0.1)));
        net.getLayer(1).getParam("W").assign(0).putScalar(5, 1);

        String text = Sparsify.toSparse(
                        net,
                        SparsifyOptions.builder()
                                .minSparsity(0.75)
                                .minPlaces(10)
                                .build())
                .describe();

        assertThat(text.lines())
                .containsExactly(
                        "layer0 (DenseLayer): left as it is, 63 of 63 connections, sparsity 0.0000."
                                + " The sparsity (0.0000) is below the threshold (0.75).",
                        "layer1 (DenseLayer): converted, 1 of 72 connections, sparsity 0.9861."
                                + " The sparsity (0.9861) reaches the threshold (0.75).",
                        "layer2 (OutputLayer): left as it is, 24 of 24 connections, sparsity 0.0000."
                                + " The sparsity (0.0000) is below the threshold (0.75).");
    }
}
