package io.github.dl4jsparse.examples.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class ModelReportTest {

    private static MultiLayerNetwork network(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().seed(1).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder().name("hidden").nIn(6).nOut(4).build();
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder()
                .name("output")
                .nIn(4)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    @Test
    void inAPlainNetworkWhatIsNotZeroIsAConnection() {
        MultiLayerNetwork network = network(dense(), output());
        INDArray weights = network.getParam("0_W");
        weights.assign(1);
        weights.getRow(2).assign(0);
        weights.getColumn(1).assign(0);
        weights.putScalar(0, 0, 0);

        WeightReport hidden = ModelReport.of(network).weights().get(0);

        // 24 places less row 2 (4), column 1 (6, one of them in row 2), and one
        assertThat(hidden.connections()).isEqualTo(14);
        assertThat(hidden.idleInputs()).isEqualTo(1);
        assertThat(hidden.deadOutputs()).isEqualTo(1);
        assertThat(hidden.storage()).isEqualTo(WeightStorage.PLAIN);
        assertThat(hidden.dimensions()).isEqualTo("6 x 4");
    }

    @Test
    void underAMaskAnActivePositionIsAConnectionWhateverItsValue() {
        MultiLayerNetwork network = network(dense(), output());
        DynamicSparseTraining.fixed().sparsity(0.5).attach(network);
        network.getParam("0_W").assign(0);

        ModelReport report = ModelReport.of(network);

        assertThat(report.weights())
                .extracting(WeightReport::storage)
                .containsExactly(WeightStorage.MASKED, WeightStorage.MASKED);
        assertThat(report.connections()).isEqualTo(18);
        assertThat(report.positions()).isEqualTo(36);
    }

    @Test
    void aTrulySparseLayerTellsItsPattern() {
        MultiLayerNetwork network = network(
                new SparseDenseLayer.Builder()
                        .name("hidden")
                        .nIn(6)
                        .nOut(4)
                        .connections(2)
                        .build(),
                output());

        WeightReport hidden = ModelReport.of(network).weights().get(0);

        assertThat(hidden.storage()).isEqualTo(WeightStorage.COMPRESSED);
        assertThat(hidden.connections()).isEqualTo(2);
        assertThat(hidden.idleInputs()).isBetween(4L, 5L);
        assertThat(hidden.deadOutputs()).isBetween(2L, 3L);
    }

    @Test
    void aConvolutionCountsByChannels() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2)
                        .name("conv")
                        .nIn(3)
                        .nOut(5)
                        .build())
                .layer(new OutputLayer.Builder()
                        .name("output")
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(4, 4, 3))
                .build());
        network.init();
        network.getParam("0_W").assign(1);
        network.getParam("0_W")
                .get(org.nd4j.linalg.indexing.NDArrayIndex.point(2))
                .assign(0);

        ModelReport report = ModelReport.of(network);

        assertThat(report.weights().get(0).connections()).isEqualTo(4 * 3 * 2 * 2);
        assertThat(report.weights().get(0).deadOutputs()).isEqualTo(1);
        assertThat(report.isFullyConnected()).isFalse();
    }

    @Test
    @SuppressWarnings("deprecation") // peepholes exist in this layer only
    void peepholesAreNoWeights() {
        MultiLayerNetwork network = network(
                new GravesLSTM.Builder()
                        .name("lstm")
                        .nIn(2)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build(),
                new RnnOutputLayer.Builder()
                        .name("output")
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build());
        network.params().assign(1);

        ModelReport report = ModelReport.of(network);

        assertThat(report.weights()).extracting(WeightReport::connections).containsExactly(2L * 12, 3L * 12, 6L);
    }
}
