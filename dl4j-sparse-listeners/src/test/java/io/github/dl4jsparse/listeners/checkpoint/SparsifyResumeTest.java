package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.convert.Sparsified;
import io.github.dl4jsparse.layers.convert.Sparsify;
import io.github.dl4jsparse.layers.convert.SparsifyOptions;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** A network that was trained under masks goes on as a truly sparse one, also from a file. */
class SparsifyResumeTest {

    private static MultiLayerNetwork masked() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(12).build())
                .layer(new DenseLayer.Builder().nIn(12).nOut(8).build())
                .layer(new OutputLayer.Builder().nIn(8).nOut(3).build())
                .build());
        network.init();
        DynamicSparseTraining.set().sparsity(0.6).seed(42).attach(network);
        fit(network);
        return network;
    }

    private static Sparsified<MultiLayerNetwork> converted(MultiLayerNetwork network) {
        SparsifyOptions options =
                SparsifyOptions.builder().minSparsity(0).minPlaces(0).build();
        return Sparsify.toSparse(
                network, options, TopologyListener.of(network).orElseThrow().masks());
    }

    private static void fit(MultiLayerNetwork network) {
        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 8));
    }

    @Test
    void theConnectionsOfAMethodAreThoseOfTheConvertedNetwork() {
        MultiLayerNetwork network = masked();
        MaskSet masks = TopologyListener.of(network).orElseThrow().masks();

        MaskSet connections = Sparsify.masks(converted(network).network());

        assertThat(masks.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(connections.get(name).hamming(masks.get(name)))
                        .isZero());
    }

    @Test
    void itTrainsOnAsTheMaskedNetworkUnderAFixedTopology() {
        MultiLayerNetwork network = masked();
        MultiLayerNetwork sparse = converted(network).network();
        MultiLayerNetwork fixed = Sparsify.toDense(sparse);
        DynamicSparseTraining.fixed().topology(Sparsify.masks(sparse)).attach(fixed);

        fit(fixed);
        fit(sparse);

        assertThat(Sparsify.toDense(sparse).params().toDoubleVector())
                .containsExactly(fixed.params().toDoubleVector(), within(1e-5));
    }

    @Test
    void savedAndLoadedItContinuesBitForBit(@TempDir Path folder) throws IOException {
        MultiLayerNetwork sparse = converted(masked()).network();
        Path file = folder.resolve("sparse.zip");

        SparseModels.save(sparse, file);
        MultiLayerNetwork loaded = SparseModels.loadMultiLayerNetwork(file);
        fit(loaded);
        fit(sparse);

        assertThat(loaded.getIterationCount()).isEqualTo(sparse.getIterationCount());
        assertThat(loaded.params().toDoubleVector())
                .containsExactly(sparse.params().toDoubleVector());
        assertThat(loaded.getUpdater().getStateViewArray().toDoubleVector())
                .containsExactly(sparse.getUpdater().getStateViewArray().toDoubleVector());
    }

    @Test
    void aMethodGoesOnRewiringIt() {
        MultiLayerNetwork sparse = converted(masked()).network();
        long before = Sparsify.masks(sparse).count();
        DynamicSparseTraining.rigl().seed(3).attach(sparse);

        fit(sparse);

        assertThat(Sparsify.masks(sparse).count()).isEqualTo(before);
    }
}
