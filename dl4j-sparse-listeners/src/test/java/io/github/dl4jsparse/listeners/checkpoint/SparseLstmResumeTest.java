package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** Input and recurrent weights of a truly sparse LSTM, bare or wrapped, are rewired, saved and continued as all others. */
class SparseLstmResumeTest {

    private static final int STEPS = 12;

    enum Method {
        SET,
        RIGL;

        TopologyListener attach(MultiLayerNetwork network) {
            DynamicSparseTraining training = this == SET ? DynamicSparseTraining.set() : DynamicSparseTraining.rigl();
            return training.schedule(UpdateSchedule.everySteps(5).stoppingAt(0.9))
                    .until(Horizon.epochs(3))
                    .seed(42)
                    .attach(network);
        }
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .list()
                .layer(new SparseLstm.Builder()
                        .nIn(3)
                        .nOut(12)
                        .density(0.4)
                        .name("a")
                        .build())
                .layer(new LastTimeStep(new SparseLstm.Builder()
                        .nIn(12)
                        .nOut(8)
                        .density(0.3)
                        .name("b")
                        .build()))
                .layer(new OutputLayer.Builder()
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build())
                .build());
        network.init();
        return network;
    }

    private static List<CompressedPattern> patterns(MultiLayerNetwork network) {
        return Stream.of(network.getLayers())
                .flatMap(layer -> CompressedLayer.within(layer).stream())
                .flatMap(layer -> layer.matrices().stream())
                .map(CompressedMatrix::pattern)
                .toList();
    }

    private static void fit(MultiLayerNetwork network) {
        network.fit(TinyNetworks.batches(LayerKind.Data.SEQUENCE_TO_ONE, STEPS));
    }

    @ParameterizedTest
    @EnumSource
    void theirConnectionsMoveAndTheirNumberStays(Method method) {
        MultiLayerNetwork network = network();
        List<CompressedPattern> before = patterns(network);
        TopologyListener listener = method.attach(network);

        fit(network);

        assertThat(listener.weights()).extracting(SparseWeight::name).containsExactly("a_W", "a_RW", "b_W", "b_RW");
        List<CompressedPattern> after = patterns(network);
        assertThat(after).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(after.get(i)).isNotEqualTo(before.get(i));
        }
        assertThat(after)
                .extracting(CompressedPattern::connections)
                .containsExactly(58, 230, 115, 77); // of 3 x 48, 12 x 48, 12 x 32 and 8 x 32
        assertThat(listener.refusedUpdates()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void savedAndLoadedItContinuesBitForBit(Method method, @TempDir Path folder) throws IOException {
        MultiLayerNetwork network = network();
        method.attach(network);
        fit(network);
        Path file = folder.resolve("net.zip");
        SparseModels.save(network, file);

        MultiLayerNetwork loaded = (MultiLayerNetwork) SparseModels.load(file);
        List<CompressedPattern> before = patterns(loaded);
        method.attach(loaded);
        fit(network);
        fit(loaded);

        assertThat(patterns(loaded)).isNotEqualTo(before).isEqualTo(patterns(network));
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(network));
        assertThat(TinyNetworks.updaterState(loaded)).isEqualTo(TinyNetworks.updaterState(network));
    }
}
