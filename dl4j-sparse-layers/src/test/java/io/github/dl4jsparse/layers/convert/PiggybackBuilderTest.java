package io.github.dl4jsparse.layers.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.reparam.Piggyback;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.reparam.UnchangedLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

class PiggybackBuilderTest {

    private static final DataSet DATA = TinyNetworks.data(LayerKind.Data.IMAGE, 6, 1);
    private static final Piggyback FAST = Piggyback.binary().scoreUpdater(new Adam(0.01));

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .activation(Activation.TANH)
                .updater(new Nesterovs(0.05, 0.9))
                .l2(0.01)
                .l1Bias(0.01)
                .biasInit(0.1);
    }

    private static OutputLayer head() {
        return new OutputLayer.Builder()
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .name("out")
                .build();
    }

    private static MultiLayerNetwork layered() {
        MultiLayerNetwork net = new MultiLayerNetwork(settings()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).name("conv").build())
                .layer(new BatchNormalization.Builder().name("norm").build())
                .layer(new PReLULayer.Builder()
                        .inputShape(4, 3, 3)
                        .sharedAxes(2, 3)
                        .name("slopes")
                        .build())
                .layer(new SubsamplingLayer.Builder()
                        .kernelSize(2, 2)
                        .stride(1, 1)
                        .name("pool")
                        .build())
                .layer(new DenseLayer.Builder().nOut(5).name("dense").build())
                .layer(new BatchNormalization.Builder().name("norm2").build())
                .layer(head())
                .setInputType(LayerKind.Data.IMAGE.type())
                .build());
        net.init();
        for (int step = 0; step < 5; step++) {
            net.fit(TinyNetworks.data(LayerKind.Data.IMAGE, 6, step));
        }
        return net;
    }

    private static ComputationGraph graph() {
        ComputationGraph net = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(LayerKind.Data.IMAGE.type())
                .addLayer(
                        "a",
                        new ConvolutionLayer.Builder(3, 3)
                                .convolutionMode(ConvolutionMode.Same)
                                .nOut(2)
                                .build(),
                        "in")
                .addLayer("norm", new BatchNormalization(), "a")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm", "in")
                .addLayer("out", head(), "sum")
                .setOutputs("out")
                .build());
        net.init();
        for (int step = 0; step < 5; step++) {
            net.fit(TinyNetworks.data(LayerKind.Data.IMAGE, 6, step));
        }
        return net;
    }

    /** The names of the backbone's parameters that a network has with other bits. */
    private static Set<String> changed(Map<String, INDArray> backbone, Map<String, INDArray> other) {
        Set<String> changed = new TreeSet<>();
        backbone.forEach((key, array) -> {
            if (!Arrays.equals(TinyNetworks.bits(array), TinyNetworks.bits(other.get(key)))) {
                changed.add(key);
            }
        });
        return changed;
    }

    private static void assertScoresMoved(Map<String, INDArray> params, String... names) {
        for (String name : names) {
            assertThat(params.get(name).sub(.01).maxNumber().doubleValue())
                    .as(name)
                    .isPositive();
            assertThat(params.get(name).sub(.01).minNumber().doubleValue())
                    .as(name)
                    .isNegative();
        }
    }

    @Test
    void computesWhatTheBackboneDoesUntilItIsTrained() {
        MultiLayerNetwork backbone = layered();
        ComputationGraph graph = graph();

        assertThat(TinyNetworks.bits(Piggyback.on(backbone).build().output(DATA.getFeatures())))
                .isEqualTo(TinyNetworks.bits(backbone.output(DATA.getFeatures())));
        assertThat(TinyNetworks.bits(Piggyback.on(graph).build().outputSingle(DATA.getFeatures())))
                .isEqualTo(TinyNetworks.bits(graph.outputSingle(DATA.getFeatures())));
    }

    @Test
    void trainingChangesScoresAndTheOutputLayerAndNothingElse() {
        MultiLayerNetwork backbone = layered();
        int[] before = TinyNetworks.parameters(backbone);
        MultiLayerNetwork net = Piggyback.on(backbone).mask(FAST).build();

        for (int step = 0; step < 5; step++) {
            net.fit(DATA);
        }

        assertThat(changed(backbone.paramTable(), net.paramTable())).containsExactly("6_W", "6_b");
        assertScoresMoved(net.paramTable(), "0_scoreW", "4_scoreW");
        assertThat(TinyNetworks.parameters(backbone)).isEqualTo(before);
    }

    @Test
    void trainingAGraphChangesScoresAndTheOutputLayerAndNothingElse() {
        ComputationGraph backbone = graph();
        int[] before = TinyNetworks.parameters(backbone);
        ComputationGraph net = Piggyback.on(backbone).mask(FAST).build();

        for (int step = 0; step < 5; step++) {
            net.fit(DATA);
        }

        assertThat(changed(backbone.paramTable(), net.paramTable())).containsExactly("out_W", "out_b");
        assertScoresMoved(net.paramTable(), "a_scoreW");
        assertThat(TinyNetworks.parameters(backbone)).isEqualTo(before);
    }

    @Test
    void theOutputLayerIsMaskedTooIfAsked() {
        ComputationGraph graph = graph();
        MultiLayerNetwork layered = layered();
        ComputationGraph maskedGraph =
                Piggyback.on(graph).mask(FAST).maskOutput(true).build();
        MultiLayerNetwork maskedLayered =
                Piggyback.on(layered).mask(FAST).maskOutput(true).build();

        maskedGraph.fit(DATA);
        maskedLayered.fit(DATA);

        assertThat(changed(graph.paramTable(), maskedGraph.paramTable())).isEmpty();
        assertThat(changed(layered.paramTable(), maskedLayered.paramTable())).isEmpty();
        assertScoresMoved(maskedGraph.paramTable(), "a_scoreW", "out_scoreW");
    }

    @Test
    void frozenLayersAreMaskedLikeOthers() {
        MultiLayerNetwork backbone = new TransferLearning.Builder(layered())
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .build())
                .setFeatureExtractor(4)
                .nOutReplace(6, 3, org.deeplearning4j.nn.weights.WeightInit.XAVIER)
                .build();
        ComputationGraph graph = new TransferLearning.GraphBuilder(graph())
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .build())
                .setFeatureExtractor("norm")
                .build();

        MultiLayerNetwork net = Piggyback.on(backbone).mask(FAST).build();
        ComputationGraph maskedGraph = Piggyback.on(graph).mask(FAST).build();
        net.fit(DATA);
        maskedGraph.fit(DATA);

        assertThat(changed(backbone.paramTable(), net.paramTable())).containsExactly("6_W", "6_b");
        assertScoresMoved(net.paramTable(), "0_scoreW", "4_scoreW");
        assertThat(changed(graph.paramTable(), maskedGraph.paramTable())).containsExactly("out_W", "out_b");
        assertScoresMoved(maskedGraph.paramTable(), "a_scoreW");
    }

    @Test
    void startsWithAFreshUpdaterAndCount() {
        MultiLayerNetwork backbone = layered();
        assertThat(backbone.getIterationCount()).isEqualTo(5);

        MultiLayerNetwork net = Piggyback.on(backbone).build();

        assertThat(net.getIterationCount()).isZero();
        assertThat(net.getListeners()).isEmpty();
        net.fit(DATA);
        assertThat(backbone.getIterationCount()).isEqualTo(5);
    }

    @Test
    void drawsScoresThatStartUniformly() {
        MultiLayerNetwork net =
                Piggyback.on(layered()).mask(FAST.uniformStart(.01)).build();

        INDArray scores = net.getParam("0_scoreW");
        assertThat(scores.maxNumber().doubleValue()).isBetween(.005, .01);
        assertThat(scores.minNumber().doubleValue()).isBetween(-.01, -.005);
    }

    @Test
    void aSavedNetworkAndACopyTrainOnAlike() throws IOException {
        ComputationGraph net = Piggyback.on(graph()).mask(FAST).build();
        net.fit(DATA);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, file, true);
        ComputationGraph loaded =
                ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()), true);
        ComputationGraph copy = net.clone();
        // which DL4J's clone of a graph leaves out
        NetworkView.of(copy).setIterationCount(1);

        for (ComputationGraph one : List.of(net, loaded, copy)) {
            one.fit(DATA);
        }

        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(net));
        assertThat(TinyNetworks.parameters(copy)).isEqualTo(TinyNetworks.parameters(net));
    }

    @Test
    void bakesToAPlainNetwork() {
        MultiLayerNetwork net = Piggyback.on(layered()).mask(FAST).build();
        for (int step = 0; step < 5; step++) {
            net.fit(DATA);
        }

        MultiLayerNetwork plain = Baking.bake(net);

        assertThat(plain.getLayerWiseConfigurations().toJson()).doesNotContain("dl4jsparse");
        assertThat(TinyNetworks.bits(plain.output(DATA.getFeatures())))
                .isEqualTo(TinyNetworks.bits(net.output(DATA.getFeatures())));
        assertThat(plain.getParam("0_W")
                        .eq(0)
                        .castTo(plain.params().dataType())
                        .sumNumber()
                        .intValue())
                .isPositive();
    }

    @Test
    void wrapsLayersWithWeightsAndKeepsOthers() {
        MultiLayerNetwork net = Piggyback.on(layered()).build();

        assertThat(Arrays.stream(net.getLayers())
                        .map(layer -> net.getLayerWiseConfigurations()
                                .getConf(layer.getIndex())
                                .getLayer()
                                .getClass()))
                .isEqualTo(List.of(
                        ReparameterizedLayer.class,
                        UnchangedLayer.class,
                        UnchangedLayer.class,
                        SubsamplingLayer.class,
                        ReparameterizedLayer.class,
                        UnchangedLayer.class,
                        OutputLayer.class));
    }

    @Test
    void refusesABackboneThatIsMaskedAlready() {
        PiggybackBuilder<MultiLayerNetwork> twice =
                Piggyback.on(Piggyback.on(layered()).build());

        assertThatThrownBy(twice::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(conv)")
                .hasMessageContaining("already");
    }

    @Test
    void refusesANetworkWithNothingToMask() {
        MultiLayerNetwork single = new MultiLayerNetwork(settings()
                .list()
                .layer(head())
                .setInputType(InputType.feedForward(4))
                .build());
        single.init();

        assertThatThrownBy(() -> Piggyback.on(single).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("maskOutput");
        assertThat(Piggyback.on(single).maskOutput(true).build()).isNotNull();
    }

    @Test
    void refusesVerticesWithParameters() {
        ComputationGraph net = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(3, 4))
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(3)
                                .nInKeys(3)
                                .nInValues(3)
                                .nOut(4)
                                .nHeads(2)
                                .projectInput(true)
                                .build(),
                        "in",
                        "in",
                        "in")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "attention")
                .setOutputs("out")
                .build());
        net.init();

        assertThatThrownBy(() -> Piggyback.on(net).maskOutput(true).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(attention)");
    }
}
