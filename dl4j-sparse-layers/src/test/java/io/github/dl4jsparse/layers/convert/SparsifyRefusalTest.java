package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.state;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.sparse.SparseDense;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** What a truly sparse layer cannot be stays as it is, with the reason. */
class SparsifyRefusalTest {

    private static LayerDecision decisionOf(DenseLayer.Builder first) {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(first.nIn(6).nOut(4).name("first").build())
                .layer(output(4, 2))
                .build());
        return Sparsify.toSparse(net, ALL).layer("first").orElseThrow();
    }

    @Test
    void aLayerWithNormalisationStays() {
        LayerDecision decision = decisionOf(new DenseLayer.Builder().hasLayerNorm(true));

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("layer normalisation");
    }

    @Test
    void aLayerWithANormOfItsWeightsStays() {
        LayerDecision decision = decisionOf(new DenseLayer.Builder().constrainWeights(new MaxNormConstraint(1, 1)));

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("(MaxNormConstraint)").contains("(first)");
    }

    private static LayerDecision decisionOf(Layer first, InputType input) {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(first)
                .layer(new GlobalPoolingLayer())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(input)
                .build());
        return Sparsify.toSparse(net, ALL).layers().get(0);
    }

    @Test
    void aConvolutionWhoseChannelsComeLastStays() {
        LayerDecision decision = decisionOf(
                new ConvolutionLayer.Builder(2, 2)
                        .nOut(3)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build(),
                InputType.convolutional(4, 4, 2, CNN2DFormat.NHWC));

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("(NHWC)").contains("NCHW");
    }

    @Test
    void aCausalConvolutionStays() {
        ConvolutionLayer layer = new ConvolutionLayer.Builder(2, 2).nOut(3).build();
        layer.setConvolutionMode(ConvolutionMode.Causal);

        assertThat(new ConvolutionKind().obstacle(layer).orElseThrow()).contains("(Causal)");
    }

    @Test
    void aConvolutionWithANormOfItsWeightsStays() {
        LayerDecision decision = decisionOf(
                new ConvolutionLayer.Builder(2, 2)
                        .nOut(3)
                        .constrainWeights(new UnitNormConstraint(1, 2, 3))
                        .name("first")
                        .build(),
                InputType.convolutional(4, 4, 2));

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("(UnitNormConstraint)").contains("(first)");
    }

    @Test
    void aConvolutionOfAnotherKindStays() {
        LayerDecision decision =
                decisionOf(new SeparableConvolution2D.Builder(2, 2).nOut(3).build(), InputType.convolutional(4, 4, 2));

        assertThat(decision.converted()).isFalse();
        assertThat(decision.kind()).isEqualTo("SeparableConvolution2D");
        assertThat(decision.reason()).contains("no truly sparse layer of this kind");
    }

    @Test
    void anLstmWithANormOfItsRecurrentWeightsStays() {
        LayerDecision decision = decisionOf(
                new LSTM.Builder()
                        .nOut(3)
                        .constrainRecurrent(new MaxNormConstraint(1, 1))
                        .name("first")
                        .build(),
                InputType.recurrent(4, 5));

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("(MaxNormConstraint)").contains("(first)");
    }

    @Test
    void anLstmWithoutRecurrentConnectionsStays() {
        MultiLayerNetwork net = ConvertedKind.SEQUENCES.net(base(DataType.FLOAT, new Sgd(0.1)));
        net.getLayer(1).getParam("RW").assign(0);

        LayerDecision decision = Sparsify.toSparse(net, ALL).layer("layer1").orElseThrow();

        assertThat(decision.converted()).isFalse();
        assertThat(decision.connections()).isEqualTo(80);
        assertThat(decision.reason()).contains("no connection at all");
    }

    @Test
    void aLayerWithoutConnectionsStays() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Sgd(0.1)));
        net.getLayer(1).getParam("W").assign(0);

        LayerDecision decision = Sparsify.toSparse(net, ALL).layer("layer1").orElseThrow();

        assertThat(decision.converted()).isFalse();
        assertThat(decision.connections()).isZero();
        assertThat(decision.sparsity()).isEqualTo(1);
        assertThat(decision.reason()).contains("no connection at all");
    }

    @Test
    void aSubclassStays() {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(special())
                .layer(output(4, 2))
                .build());

        LayerDecision decision = Sparsify.toSparse(net, ALL).layers().get(0);

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("no truly sparse layer of this kind");
    }

    private static DenseLayer special() {
        DenseLayer layer = new SpecialDenseLayer();
        layer.setNIn(6);
        layer.setNOut(4);
        layer.setHasBias(true);
        return layer;
    }

    @Test
    void aLayerWhoseUpdaterKeepsAnUnknownStateStays() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new SpecialAdam()));
        MultiLayerNetwork untrained = Sparsify.toSparse(net, ALL).network();
        train(net, DataType.FLOAT, 1, 1);

        Sparsified<MultiLayerNetwork> result = Sparsify.toSparse(net, ALL);

        assertThat(untrained.getLayer(0)).isInstanceOf(SparseDense.class);
        assertThat(result.layers()).extracting(LayerDecision::converted).containsOnly(false);
        assertThat(result.layers().get(0).reason()).contains("SpecialAdam").contains("not known");
        assertThat(state(result.network())).containsExactly(state(net));
    }

    @Test
    void anotherTypeOfNumbersStays() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Sgd(0.1))).convertDataType(DataType.BFLOAT16);

        LayerDecision decision = Sparsify.toSparse(net, ALL).layer("layer1").orElseThrow();

        assertThat(decision.converted()).isFalse();
        assertThat(decision.reason()).contains("(BFLOAT16)").contains("FLOAT or DOUBLE");
    }
}
