package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutput;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** A truly sparse output layer changes its topology, and is saved and continued, as other truly sparse layers are. */
class SparseOutputResumeTest {

    private static final int STEPS = 12;

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(12)
                        .density(0.4)
                        .name("a")
                        .build())
                .layer(new SparseOutputLayer.Builder()
                        .nIn(12)
                        .nOut(3)
                        .density(0.5)
                        .name("out")
                        .build())
                .build());
        network.init();
        return network;
    }

    private static CompressedPattern pattern(MultiLayerNetwork network) {
        return ((SparseOutput) network.getOutputLayer()).matrix().pattern();
    }

    private static void attachRigl(MultiLayerNetwork network) {
        DynamicSparseTraining.rigl()
                .schedule(UpdateSchedule.everySteps(5).stoppingAt(0.9))
                .until(Horizon.epochs(3))
                .seed(42)
                .attach(network);
    }

    private static void fit(MultiLayerNetwork network, int steps) {
        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, steps));
    }

    @Test
    void itsConnectionsMoveAndTheirNumberStays() {
        MultiLayerNetwork network = network();
        CompressedPattern before = pattern(network);
        attachRigl(network);

        fit(network, STEPS);

        assertThat(pattern(network)).isNotEqualTo(before);
        assertThat(pattern(network).connections()).isEqualTo(18);
    }

    @Test
    void savedAndLoadedItContinuesBitForBit(@TempDir Path folder) throws IOException {
        MultiLayerNetwork network = network();
        attachRigl(network);
        fit(network, STEPS);
        Path file = folder.resolve("net.zip");
        SparseModels.save(network, file);

        MultiLayerNetwork loaded = (MultiLayerNetwork) SparseModels.load(file);
        CompressedPattern before = pattern(loaded);
        attachRigl(loaded);
        fit(network, STEPS);
        fit(loaded, STEPS);

        assertThat(pattern(loaded)).isNotEqualTo(before).isEqualTo(pattern(network));
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(network));
        assertThat(TinyNetworks.updaterState(loaded)).isEqualTo(TinyNetworks.updaterState(network));
    }
}
