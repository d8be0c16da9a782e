package io.github.dl4jsparse.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

class InspectCommandTest {

    @TempDir
    private Path folder;

    private static MultiLayerNetwork network(FeedForwardLayer.Builder<?> hidden) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(hidden.name("hidden").nIn(20).nOut(10).build())
                .layer(new OutputLayer.Builder()
                        .name("output")
                        .nIn(10)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    @Test
    void aFileOfPlainDl4jIsCountedByItsZeros() throws IOException {
        MultiLayerNetwork network = network(new DenseLayer.Builder());
        network.getParam("0_W").getRow(3).assign(0);
        Path file = folder.resolve("plain.zip");
        ModelSerializer.writeModel(network, file.toFile(), false);

        CommandLineRun run = CommandLineRun.of("inspect", file);

        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("hidden_W +plain +20 x 10 +190 +95\\.00 % +1 +0"))
                .anyMatch(line -> line.matches("multiply-adds per example +220 +210 +1\\.0"));
    }

    @Test
    void aTrulySparseModelTellsTheoryAndMeasurementApart() throws IOException {
        Path file = folder.resolve("sparse.zip");
        SparseModels.save(network(new SparseDenseLayer.Builder().connections(40)), file, false);

        CommandLineRun run = CommandLineRun.of("inspect", "--time", file);

        assertThat(run.out())
                .containsSubsequence("In theory", "multiply-adds", "Measured", "coefficients.bin", "1 example");
        assertThat(run.out().lines()).anyMatch(line -> line.matches("hidden_W +compressed +20 x 10 +40 +20\\.00 % .*"));
    }

    @Test
    void bothWeightsOfAnLstmAreToldAlsoInsideAWrapper() throws IOException {
        SparseLstm lstm = new SparseLstm.Builder()
                .name("memory")
                .nIn(6)
                .nOut(10)
                .connections(24)
                .recurrentConnections(40)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new LastTimeStep(lstm))
                .layer(new OutputLayer.Builder()
                        .name("output")
                        .nIn(10)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        Path file = folder.resolve("lstm.zip");
        SparseModels.save(network, file, false);

        CommandLineRun run = CommandLineRun.of("inspect", "--time", file);

        assertThat(run.status()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("memory_W +compressed +6 x 40 +24 +10\\.00 % .*"))
                .anyMatch(line -> line.matches("memory_RW +compressed +10 x 40 +40 +10\\.00 % .*"))
                .anyMatch(line -> line.matches("output_W +plain +10 x 2 .*"));
    }
}
