package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.updater.Smet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.Redistribution;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Methods that act in every step, remember something or move connections between arrays go on exactly where they stopped. */
class StepMethodsResumeTest {

    private static final int EPOCHS = 4;

    enum Run {
        DEEP_R(false),
        DEEP_R_TRULY_SPARSE(true),
        DEEP_R_OF_THE_NETWORK(false),
        SMET(false),
        SMET_TRULY_SPARSE(true),
        PALS(false),
        SELFISH_RNN(false),
        SET_LSTM(false),
        SET_LSTM_TRULY_SPARSE(true);

        private final boolean trulySparse;

        Run(boolean trulySparse) {
            this.trulySparse = trulySparse;
        }

        private IUpdater updater() {
            return name().startsWith("DEEP_R")
                    ? new Sgd(.1)
                    : name().startsWith("SMET") ? new Smet(.01) : new Adam(.01);
        }

        private DynamicSparseTraining method() {
            return switch (this) {
                case DEEP_R, DEEP_R_TRULY_SPARSE -> DynamicSparseTraining.deepR(1e-3, 1e-3);
                case DEEP_R_OF_THE_NETWORK ->
                    DynamicSparseTraining.deepR(1e-3, 1e-3).redistribution(Redistribution.random());
                case SMET, SMET_TRULY_SPARSE -> DynamicSparseTraining.smet().schedule(UpdateSchedule.everySteps(3));
                case PALS ->
                    DynamicSparseTraining.pals(TinyNetworks.batches(LayerKind.Data.SEQUENCE, 2))
                            .schedule(UpdateSchedule.everySteps(2));
                case SELFISH_RNN -> DynamicSparseTraining.selfishRnn();
                case SET_LSTM, SET_LSTM_TRULY_SPARSE -> DynamicSparseTraining.setLstm();
            };
        }

        TopologyListener attach(Model network) {
            DynamicSparseTraining method = method().seed(42).until(Horizon.epochs(EPOCHS));
            return (trulySparse || this == PALS ? method : method.sparsity(.5)).attach(network);
        }

        Model network() {
            Layer cell = trulySparse
                    ? new SparseLstm.Builder().nIn(3).nOut(8).density(.4).build()
                    : new LSTM.Builder().nIn(3).nOut(8).build();
            Layer head = new RnnOutputLayer.Builder()
                    .nIn(8)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build();
            NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                    .seed(7)
                    .updater(updater())
                    .l2(1e-3)
                    .dropOut(.8);
            if (this == DEEP_R || this == SMET_TRULY_SPARSE || this == PALS || this == SET_LSTM) {
                ComputationGraphConfiguration conf = builder.graphBuilder()
                        .addInputs("in")
                        .addLayer("a", cell, "in")
                        .addLayer("out", head, "a")
                        .setOutputs("out")
                        .setInputTypes(LayerKind.Data.SEQUENCE.type())
                        .build();
                ComputationGraph graph = new ComputationGraph(conf);
                graph.init();
                return graph;
            }
            MultiLayerNetwork network =
                    new MultiLayerNetwork(builder.list().layer(cell).layer(head).build());
            network.init();
            return network;
        }
    }

    private static void fit(Model network, int epochs) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.SEQUENCE, 5));
        }
    }

    private static List<long[]> positions(TopologyListener listener) {
        return listener.weights().stream()
                .map(SparseWeight::active)
                .map(active -> active.toArray())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aLoadedRunEqualsOneThatWasNeverStopped(Run run, @TempDir Path folder) throws IOException {
        Nd4j.getRandom().setSeed(99);
        Model whole = run.network();
        TopologyListener expected = run.attach(whole);
        List<long[]> start = positions(expected);
        fit(whole, EPOCHS);

        Nd4j.getRandom().setSeed(99);
        Model half = run.network();
        run.attach(half);
        fit(half, EPOCHS / 2);
        Path file = folder.resolve("net.zip");
        SparseModels.save(half, file);
        Nd4j.getRandom().setSeed(1);
        Model loaded = SparseModels.load(file);
        TopologyListener continued = run.attach(loaded);
        fit(loaded, EPOCHS / 2);

        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(whole));
        assertThat(TinyNetworks.updaterState(loaded)).isEqualTo(TinyNetworks.updaterState(whole));
        assertThat(positions(continued))
                .usingRecursiveComparison()
                .isEqualTo(positions(expected))
                .isNotEqualTo(start);
        assertThat(continued.updates()).isEqualTo(expected.updates());
    }
}
