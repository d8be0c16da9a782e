package io.github.dl4jsparse.layers.predict;

import static io.github.dl4jsparse.layers.predict.PredictedNets.base;
import static io.github.dl4jsparse.layers.predict.PredictedNets.dense;
import static io.github.dl4jsparse.layers.predict.PredictedNets.net;
import static io.github.dl4jsparse.layers.predict.PredictedNets.small;
import static io.github.dl4jsparse.layers.predict.PredictedNets.softmax;
import static io.github.dl4jsparse.layers.predict.PredictedNets.sparse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

class PredictorRefusalTest {

    private static void assertRefused(org.deeplearning4j.nn.api.Model net, String... words) {
        assertThatThrownBy(() -> SparsePredictor.of(net))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesALayerItDoesNotKnow() {
        Layer lstm = new LSTM.Builder().name("memory").nIn(3).nOut(4).build();
        Layer out = new RnnOutputLayer.Builder()
                .nIn(4)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();

        assertRefused(net(1, lstm, out), "(memory)", "(LSTM)", "output");
    }

    @Test
    void refusesAnActivationItDoesNotKnow() {
        assertRefused(net(1, dense(3, 4, Activation.RELU), dense(4, 2, Activation.CUBE)), "Layer (layer1)", "(cube)");
    }

    @Test
    void refusesALayerNormalization() {
        Layer layer = new DenseLayer.Builder()
                .name("normal")
                .nIn(3)
                .nOut(4)
                .hasLayerNorm(true)
                .build();

        assertRefused(net(1, layer), "(normal)", "layer normalisation");
    }

    @Test
    void refusesAPreprocessor() {
        MultiLayerNetwork net = new MultiLayerNetwork(
                base(1).list(new DenseLayer.Builder().nOut(4).build(), softmax(4, 2))
                        .setInputType(InputType.convolutional(3, 3, 1))
                        .build());
        net.init();

        assertRefused(net, "Layer (layer0)", "(CnnToFeedForwardPreProcessor)");
    }

    @Test
    void refusesAGraphThatIsNoChain() {
        ComputationGraph graph = new ComputationGraph(base(1).graphBuilder()
                .addInputs("in")
                .addLayer("left", dense(3, 4, Activation.RELU), "in")
                .addLayer("right", dense(3, 4, Activation.RELU), "in")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("out", softmax(8, 2), "both")
                .setOutputs("out")
                .build());
        graph.init();

        assertRefused(graph, "(both)", "(MergeVertex)", "chain");
    }

    @Test
    void refusesANetworkWithoutParameters() {
        assertRefused(new MultiLayerNetwork(small(1).getLayerWiseConfigurations()), "init()");
        assertRefused(null, "init()");
    }

    @Test
    void refusesLayersThatDoNotFit() {
        assertRefused(
                net(1, sparse(3, 4, 0.5, Activation.RELU), dense(5, 2, Activation.RELU)),
                "Layer (layer1)",
                "(5)",
                "(4)");
    }

    @Test
    void refusesANetworkOfUnknownSize() {
        assertThatThrownBy(() -> SparsePredictor.of(net(1, new ActivationLayer(Activation.RELU))))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }

    @Test
    void refusesParametersThatHoldNoPattern() {
        MultiLayerNetwork net = net(1, sparse(5, 6, 0.5, Activation.RELU));
        net.getLayer(0).getParam("pattern").assign(7);

        assertThatThrownBy(() -> SparsePredictor.of(net))
                .isInstanceOf(ND4JIllegalStateException.class)
                .hasMessageContainingAll("(layer0)", "no valid pattern");
    }

    @Test
    void refusesArraysOfTheWrongLengthAndWritesNothing() {
        SparsePredictor predictor = SparsePredictor.of(small(1));
        float[] out = new float[5];

        assertThatThrownBy(() -> predictor.predict(new float[29], out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("(in)", "(29)", "(30)");
        assertThatThrownBy(() -> predictor.predict(new float[60], 2, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("(out)", "(5)", "(2)");
        assertThatThrownBy(() -> predictor.predict(new float[0], -1, new float[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out).containsOnly(0);
    }

    @Test
    void aBatchWithoutExamplesIsNothing() {
        SparsePredictor.of(small(1)).predict(new float[0], 0, new float[0]);
    }

    @Test
    void refusesFilesThatAreNoModels(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("net.zip");
        assertThatThrownBy(() -> SparsePredictor.load(file))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("net.zip");

        Files.write(file, "no zip".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> SparsePredictor.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");

        ModelSerializer.writeModel(small(1), file.toFile(), false);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> SparsePredictor.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }
}
