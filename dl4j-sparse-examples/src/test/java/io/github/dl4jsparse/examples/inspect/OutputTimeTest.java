package io.github.dl4jsparse.examples.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class OutputTimeTest {

    private static MultiLayerNetwork network(Layer layer) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().list().layer(layer).build());
        network.init();
        return network;
    }

    @Test
    void theTimeIsMeasuredWhereInputsAreVectors() {
        MultiLayerNetwork network =
                network(new DenseLayer.Builder().nIn(8).nOut(4).build());

        assertThat(OutputTime.measure(network, 3)).hasValueSatisfying(time -> {
            assertThat(time.batch()).isEqualTo(3);
            assertThat(time.milliseconds()).isPositive();
        });
    }

    @Test
    void otherNetworksAreNotMeasured() {
        MultiLayerNetwork network = network(
                new LSTM.Builder().nIn(8).nOut(4).activation(Activation.TANH).build());

        assertThat(OutputTime.measure(network, 1)).isEmpty();
    }
}
