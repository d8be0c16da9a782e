package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.predict.SparsePredictor;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** A predictor does not ask who has written the model file. */
class PredictorFromFileTest {

    private static final int EXAMPLES = 4;

    private final INDArray features =
            TinyNetworks.data(LayerKind.Data.FLAT, EXAMPLES, 9).getFeatures();

    @TempDir
    private Path folder;

    private Path ours;
    private Path dl4js;

    @BeforeEach
    void files() {
        ours = folder.resolve("ours.zip");
        dl4js = folder.resolve("dl4js.zip");
    }

    private static MultiLayerNetwork trulySparse() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(12)
                        .density(0.4)
                        .activation(Activation.RELU)
                        .build())
                .layer(new SparseOutputLayer.Builder()
                        .nIn(12)
                        .nOut(3)
                        .density(0.5)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    private void train(MultiLayerNetwork network, DynamicSparseTraining method) {
        method.seed(3).attach(network);
        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 8));
    }

    private void assertBothFilesPredictAs(MultiLayerNetwork network) throws IOException {
        SparseModels.save(network, ours);
        ModelSerializer.writeModel(network, dl4js.toFile(), true);

        float[] fromOurs = predictions(SparsePredictor.load(ours));
        float[] fromDl4js = predictions(SparsePredictor.load(dl4js));

        assertThat(fromOurs).containsExactly(fromDl4js);
        assertThat(fromOurs)
                .containsExactly(network.output(features).dup('c').data().asFloat(), Offset.offset(1e-6f));
    }

    private float[] predictions(SparsePredictor predictor) {
        float[] out = new float[EXAMPLES * predictor.outputs()];
        predictor.predict(features.dup('c').data().asFloat(), EXAMPLES, out);
        return out;
    }

    @Test
    void aTrulySparseNetworkThatWasRewired() throws IOException {
        MultiLayerNetwork network = trulySparse();
        train(network, DynamicSparseTraining.rigl());

        assertBothFilesPredictAs(network);
    }

    @Test
    void anOrdinaryNetworkThatWasTrainedUnderMasks() throws IOException {
        MultiLayerNetwork network = TinyNetworks.perceptron(conf -> conf.updater(new Adam(0.01)));
        train(network, DynamicSparseTraining.set().sparsity(0.6));

        assertBothFilesPredictAs(network);
    }
}
