package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.mask;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseConvolution;
import io.github.dl4jsparse.layers.sparse.SparseDense;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseLstmCells;
import io.github.dl4jsparse.layers.sparse.SparseOutput;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.NetworkUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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

    @Test
    void theConnectionsOfAConvolutionAreTheNonzeroWeightsOfItsFilters() {
        // given two filters of two channels, 1 x 2
        MultiLayerNetwork net = init(base(DataType.DOUBLE, new Sgd(0.1))
                .list()
                .layer(new ConvolutionLayer.Builder(1, 2).nOut(2).build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(3, 3, 2))
                .build());
        net.getLayer(0).getParam("W").assign(Nd4j.createFromArray(new double[][][][] {
            {{{0, 4}}, {{5, -0.0}}}, {{{0, 0}}, {{0, Double.NaN}}}
        }));
        net.getLayer(0).getParam("b").assign(Nd4j.createFromArray(0.25, -3));

        // when
        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        // then filter after filter, inputs (channel * 1 + row) * 2 + column
        assertThat(result.network().getLayer(0)).isInstanceOf(SparseConvolution.class);
        assertThat(bits(result.network().getLayer(0).getParam("W"))).containsExactly(4, 5, Double.NaN);
        assertThat(bits(result.network().getLayer(0).getParam("pattern"))).containsExactly(1, 2, 3, 2, 1);
        assertThat(bits(result.network().getLayer(0).getParam("b"))).containsExactly(0.25, -3);
        assertThat(result.layer("layer0").orElseThrow().kind()).isEqualTo("ConvolutionLayer");
        assertThat(result.layer("layer0").orElseThrow().places()).isEqualTo(8);
        assertThat(result.layer("layer0").orElseThrow().connections()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theConnectionsOfAnLstmAreTheNonzeroWeightsOfBothMatrices(boolean lastStep) {
        // given one unit with candidate, forget gate, output gate and input gate
        LSTM lstm = new LSTM.Builder().nIn(2).nOut(1).build();
        MultiLayerNetwork net = init(base(DataType.DOUBLE, new Sgd(0.1))
                .list()
                .layer(lastStep ? new LastTimeStep(lstm) : lstm)
                .layer(
                        lastStep
                                ? output(1, 2)
                                : new RnnOutputLayer.Builder().nIn(1).nOut(2).build())
                .build());
        net.getLayer(0).getParam("W").assign(Nd4j.createFromArray(new double[][] {{1, 0, 2, 0}, {3, 0, 0, 4}}));
        net.getLayer(0).getParam("RW").assign(Nd4j.createFromArray(new double[][] {{0, 5, 0, 6}}));
        net.getLayer(0).getParam("b").assign(Nd4j.createFromArray(0.1, 0.2, 0.3, 0.4));

        // when
        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        // then
        Layer sparse = result.network().getLayer(0);
        assertThat(CompressedLayer.within(sparse).orElseThrow()).isInstanceOf(SparseLstmCells.class);
        assertThat(sparse.getClass() == net.getLayer(0).getClass()).isEqualTo(lastStep);
        assertThat(bits(sparse.getParam("W"))).containsExactly(1, 3, 2, 4);
        assertThat(bits(sparse.getParam("pattern"))).containsExactly(0, 1, 0, 1, 2, 0, 1, 1);
        assertThat(bits(sparse.getParam("RW"))).containsExactly(5, 6);
        assertThat(bits(sparse.getParam("recurrentPattern"))).containsExactly(0, 0, 0, 1, 0, 1);
        assertThat(bits(sparse.getParam("b"))).containsExactly(0.1, 0.2, 0.3, 0.4);
        LayerDecision decision = result.layer("layer0").orElseThrow();
        assertThat(decision.kind()).isEqualTo("LSTM");
        assertThat(decision.places()).isEqualTo(12);
        assertThat(decision.connections()).isEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("kindsAndTypes")
    void theOutputsAgree(ConvertedKind kind, DataType type) {
        MultiLayerNetwork net = kind.net(base(type, new Sgd(0.1)));
        mask(net, kind.masks(net, 0.3));
        kind.train(net, type, 3, 1);
        INDArray input = kind.data(type, 20, 99).getFeatures();

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();

        assertThat(CompressedLayer.within(sparse.getLayer(0))).isPresent();
        assertThat(CompressedLayer.within(sparse.getLayer(1))).isPresent();
        assertThat(sparse.getLayer(2) instanceof SparseOutput).isEqualTo(kind != ConvertedKind.SEQUENCES);
        assertThat(bits(sparse.output(input)))
                .containsExactly(bits(net.output(input)), within(type == DataType.FLOAT ? 1e-6 : 1e-14));
    }

    static Stream<Arguments> kindsAndTypes() {
        return Stream.of(ConvertedKind.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, DataType.FLOAT), Arguments.of(kind, DataType.DOUBLE)));
    }

    @ParameterizedTest
    @EnumSource
    void theOldNetworkIsNotChanged(ConvertedKind kind) {
        MultiLayerNetwork net = kind.net(base(DataType.DOUBLE, new Adam(0.01)));
        mask(net, kind.masks(net, 0.3));
        kind.train(net, DataType.DOUBLE, 3, 1);
        double[] params = bits(net.params());
        double[] state = ConvertedNets.state(net);
        String conf = net.getLayerWiseConfigurations().toJson();

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();
        kind.train(sparse, DataType.DOUBLE, 3, 1);
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
                .layer(new DepthwiseConvolution2D.Builder(2, 2)
                        .depthMultiplier(3)
                        .name("conv")
                        .build())
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
                .containsExactly("DepthwiseConvolution2D", "DenseLayer", "OutputLayer");
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
