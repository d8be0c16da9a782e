package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.sparse.SparseConvolution;
import io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Filters change their topology, and are saved and continued, as other truly sparse weights are. */
class SparseConvolutionResumeTest {

    private static final int STEPS = 12;

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new SparseConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .density(0.4)
                        .build())
                .layer(new SparseConvolutionLayer.Builder(2, 2)
                        .nOut(4)
                        .density(0.5)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(LayerKind.Data.IMAGE.type())
                .build());
        network.init();
        return network;
    }

    private static CompressedPattern pattern(MultiLayerNetwork network, int layer) {
        return ((SparseConvolution) network.getLayer(layer)).matrix().pattern();
    }

    private static void attach(String method, MultiLayerNetwork network) {
        ("set".equals(method) ? DynamicSparseTraining.set() : DynamicSparseTraining.rigl())
                .schedule(UpdateSchedule.everySteps(5).stoppingAt(0.9))
                .until(Horizon.epochs(3))
                .seed(42)
                .attach(network);
    }

    private static void fit(MultiLayerNetwork network) {
        network.fit(TinyNetworks.batches(LayerKind.Data.IMAGE, STEPS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "rigl"})
    void connectionsMoveAndTheirNumberStays(String method) {
        MultiLayerNetwork network = network();
        CompressedPattern first = pattern(network, 0);
        CompressedPattern second = pattern(network, 1);
        attach(method, network);

        fit(network);

        assertThat(pattern(network, 0)).isNotEqualTo(first);
        assertThat(pattern(network, 0).connections()).isEqualTo(first.connections());
        assertThat(pattern(network, 1)).isNotEqualTo(second);
        assertThat(pattern(network, 1).connections()).isEqualTo(second.connections());
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "rigl"})
    void savedAndLoadedItContinuesBitForBit(String method, @TempDir Path folder) throws IOException {
        MultiLayerNetwork network = network();
        attach(method, network);
        fit(network);
        Path file = folder.resolve("net.zip");
        SparseModels.save(network, file);

        MultiLayerNetwork loaded = (MultiLayerNetwork) SparseModels.load(file);
        CompressedPattern before = pattern(loaded, 1);
        attach(method, loaded);
        fit(network);
        fit(loaded);

        assertThat(pattern(loaded, 1)).isNotEqualTo(before).isEqualTo(pattern(network, 1));
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(network));
        assertThat(TinyNetworks.updaterState(loaded)).isEqualTo(TinyNetworks.updaterState(network));
    }
}
