package io.github.dl4jsparse.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.FixedMask;
import io.github.dl4jsparse.layers.reparam.HardConcreteGate;
import io.github.dl4jsparse.layers.reparam.HashedWeights;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import io.github.dl4jsparse.layers.reparam.Powerprop;
import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.reparam.StructureScale;
import io.github.dl4jsparse.layers.reparam.Supermask;
import io.github.dl4jsparse.layers.reparam.ThresholdMask;
import io.github.dl4jsparse.layers.reparam.UnchangedLayer;
import io.github.dl4jsparse.layers.reparam.VariationalDropout;
import io.github.dl4jsparse.layers.reparam.WinningSubnetwork;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class BakingTest {

    private static Layer masked(Layer layer) {
        return ReparameterizedLayer.of(layer, ThresholdMask.perOutputUnit().alpha(0.05));
    }

    private static NeuralNetConfiguration.Builder base() {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Adam(0.02))
                .activation(Activation.TANH);
    }

    private static MultiLayerNetwork layered(LayerKind kind, UnaryOperator<Layer> wrap) {
        NeuralNetConfiguration.ListBuilder list = base().list();
        TinyNetworks.layers(kind, false).forEach(layer -> list.layer(wrap.apply(layer)));
        MultiLayerNetwork net =
                new MultiLayerNetwork(list.setInputType(kind.data().type()).build());
        net.init();
        for (int step = 0; step < 10; step++) {
            net.fit(TinyNetworks.data(kind.data(), 4, step));
        }
        return net;
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void thePlainNetworkHasTheSameOutputBitForBit(LayerKind kind) {
        MultiLayerNetwork net = layered(kind, BakingTest::masked);
        INDArray input = TinyNetworks.data(kind.data(), 5, 77).getFeatures();
        int[] before = TinyNetworks.parameters(net);

        MultiLayerNetwork plain = Baking.bake(net);

        assertThat(plain.getLayerWiseConfigurations().toJson()).doesNotContain("dl4jsparse");
        assertThat(TinyNetworks.bits(plain.output(input))).isEqualTo(TinyNetworks.bits(net.output(input)));
        assertThat(TinyNetworks.parameters(net)).isEqualTo(before);
    }

    @Test
    void aGraphIsBakedToo() {
        ComputationGraphConfiguration conf = base().graphBuilder()
                .addInputs("in")
                .addLayer("a", masked(new DenseLayer.Builder().nIn(6).nOut(9).build()), "in")
                .addLayer(
                        "norm", new BatchNormalization.Builder().nIn(9).nOut(9).build(), "a")
                .addLayer(
                        "out",
                        ReparameterizedLayer.of(
                                new OutputLayer.Builder()
                                        .nIn(9)
                                        .nOut(3)
                                        .activation(Activation.SOFTMAX)
                                        .build(),
                                Powerprop.alpha(2)),
                        "norm")
                .setOutputs("out")
                .build();
        ComputationGraph net = new ComputationGraph(conf);
        net.init();
        net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 8, 1));
        INDArray input = TinyNetworks.data(LayerKind.Data.FLAT, 5, 77).getFeatures();

        ComputationGraph plain = Baking.bake(net);

        assertThat(plain.getConfiguration().toJson()).doesNotContain("dl4jsparse");
        assertThat(TinyNetworks.bits(plain.outputSingle(input))).isEqualTo(TinyNetworks.bits(net.outputSingle(input)));
    }

    @Test
    void frozenLayersStayFrozen() {
        MultiLayerNetwork net = new TransferLearning.Builder(layered(LayerKind.DENSE, BakingTest::masked))
                .setFeatureExtractor(0)
                .build();
        INDArray input = TinyNetworks.data(LayerKind.Data.FLAT, 5, 77).getFeatures();

        MultiLayerNetwork plain = Baking.bake(net);

        assertThat(TinyNetworks.bits(plain.output(input))).isEqualTo(TinyNetworks.bits(net.output(input)));
        int[] weights = TinyNetworks.bits(plain.getParam("0_W"));
        plain.fit(TinyNetworks.data(LayerKind.Data.FLAT, 5, 78));
        assertThat(TinyNetworks.bits(plain.getParam("0_W"))).isEqualTo(weights);
    }

    @Test
    void sparseWeightsBecomeATrulySparseLayer() {
        MultiLayerNetwork net = new MultiLayerNetwork(base().list()
                .layer(masked(new DenseLayer.Builder().nIn(80).nOut(100).build()))
                .layer(new OutputLayer.Builder()
                        .nIn(100)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        net.getParam("0_thresholdW").assign(0.2);

        Sparsified<MultiLayerNetwork> sparse = Baking.toSparse(net);

        INDArray effective = EffectiveWeights.of(net.getLayer(0)).orElseThrow().get("W");
        long nonzero = effective.neq(0).castTo(DataType.INT64).sumNumber().longValue();
        assertThat(nonzero).isBetween(1L, 2000L);
        assertThat(sparse.network().getLayerWiseConfigurations().getConf(0).getLayer())
                .isInstanceOf(SparseDenseLayer.class);
        assertThat(sparse.layer("layer0").orElseThrow().connections()).isEqualTo(nonzero);
    }

    static List<Reparameterization> members() {
        return List.of(
                Powerprop.alpha(1.5),
                Piggyback.ternary().uniformStart(.01),
                Supermask.topK(.3).rescaled(),
                Supermask.bernoulli(),
                WinningSubnetwork.keeping(.4),
                HardConcreteGate.of(50),
                VariationalDropout.of(50),
                HashedWeights.compression(4),
                StructureScale.learningRate(.1),
                FixedMask.dense());
    }

    @ParameterizedTest
    @MethodSource("members")
    void everyMemberIsBaked(Reparameterization member) {
        MultiLayerNetwork net = layered(LayerKind.CONV_2D, layer -> ReparameterizedLayer.of(layer, member));
        INDArray input = TinyNetworks.data(LayerKind.Data.IMAGE, 5, 77).getFeatures();

        MultiLayerNetwork plain = Baking.bake(net);

        assertThat(plain.getLayerWiseConfigurations().toJson()).doesNotContain("dl4jsparse");
        assertThat(TinyNetworks.bits(plain.output(input))).isEqualTo(TinyNetworks.bits(net.output(input)));
    }

    @Test
    void unchangedLayersBecomePlainWhateverIsInsideAndAround() {
        MultiLayerNetwork net = new MultiLayerNetwork(base().list()
                .layer(new FrozenLayer(new UnchangedLayer(
                        new DenseLayer.Builder().nIn(6).nOut(5).build())))
                .layer(new UnchangedLayer(ReparameterizedLayer.of(
                        new DenseLayer.Builder().nIn(5).nOut(4).build(), Powerprop.alpha(2))))
                .layer(new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        INDArray input = TinyNetworks.data(LayerKind.Data.FLAT, 5, 77).getFeatures();

        MultiLayerNetwork plain = Baking.bake(net);

        assertThat(plain.getLayerWiseConfigurations().toJson()).doesNotContain("dl4jsparse");
        assertThat(plain.getLayerWiseConfigurations().getConf(0).getLayer()).isInstanceOf(FrozenLayer.class);
        assertThat(TinyNetworks.bits(plain.output(input))).isEqualTo(TinyNetworks.bits(net.output(input)));
    }
}
