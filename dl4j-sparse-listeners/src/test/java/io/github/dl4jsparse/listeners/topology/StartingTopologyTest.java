package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/** With which topology a method starts, and which layers it leaves alone. */
class StartingTopologyTest {

    private static MultiLayerNetwork network() {
        return TinyNetworks.perceptron(b -> b.updater(new Sgd(0.1)));
    }

    private static DenseLayer dense(int inputs, int outputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(outputs).build();
    }

    private static LossLayer loss() {
        return new LossLayer.Builder().activation(Activation.SOFTMAX).build();
    }

    @Test
    void aCopyOfASparseNetworkGoesOnWithItsTopology() {
        MultiLayerNetwork network = network();
        MaskSet masks =
                DynamicSparseTraining.fixed().sparsity(0.6).attach(network).masks();
        MultiLayerNetwork copy = network.clone();

        TopologyListener listener = DynamicSparseTraining.rigl().topology(masks).attach(copy);

        assertThat(listener.masks()).isEqualTo(masks);
        assertThat(TinyNetworks.parameters(copy)).isEqualTo(TinyNetworks.parameters(network));
    }

    @Test
    void arraysWithoutAMaskStayDense() {
        MultiLayerNetwork network = network();
        Mask half = Mask.ofActive(new long[] {6, 12}, 1, 5, 9);

        TopologyListener listener = DynamicSparseTraining.fixed()
                .topology(new MaskSet(Map.of("a_W", half)))
                .attach(network);

        assertThat(listener.weights()).hasSize(1);
        assertThat(Mask.nonZero(network.getLayer("a").getParam("W"))).isEqualTo(half);
        assertThat(Mask.nonZero(network.getLayer("b").getParam("W")).sparsity()).isZero();
    }

    @Test
    void masksOfAnotherNetworkAreRefused() {
        MaskSet foreign = new MaskSet(Map.of("c_W", Mask.full(2, 2)));

        assertThatThrownBy(() -> DynamicSparseTraining.fixed().topology(foreign).attach(network()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(c_W)");
    }

    @Test
    void theOutputThatSetLeavesDenseIsTheLayerBeforeALossLayer() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(dense(6, 8))
                .layer(dense(8, 3))
                .layer(loss())
                .build());
        network.init();

        TopologyListener listener = DynamicSparseTraining.set().sparsity(0.5).attach(network);

        assertThat(listener.masks().names()).containsExactly("layer0_W");
    }

    @Test
    void andSoInAGraph() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", dense(6, 8), "in")
                .addLayer("last", dense(8, 3), "first")
                .addLayer("loss", loss(), "last")
                .setOutputs("loss")
                .build());
        network.init();

        TopologyListener listener = DynamicSparseTraining.set().sparsity(0.5).attach(network);

        assertThat(listener.masks().names()).containsExactly("first_W");
    }

    @Test
    void aNetworkOfAnOutputLayerAloneIsToldHowToBecomeSparse() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(6)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();

        assertThatThrownBy(() -> DynamicSparseTraining.set().sparsity(0.5).attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("sparseOutput(true)");
    }

    @Test
    void layersThatStayDenseAreNamed() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new FrozenLayer(dense(6, 8)))
                .layer(dense(8, 5))
                .layer(new OutputLayer.Builder()
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();

        assertThat(NetworkWeights.of(NetworkView.of(network)).leftDense()).hasSize(1);
        assertThat(NetworkWeights.of(NetworkView.of(network())).leftDense()).isEmpty();
    }

    @Test
    void theDescriptionOfALambdaIsTheSameInEveryJvm() {
        TopologyListener listener = DynamicSparseTraining.rigl()
                .grow((update, kept, count) -> new long[0])
                .build();

        assertThat(listener.description())
                .contains("grow a lambda")
                .doesNotContain("@")
                .doesNotContain("0x");
    }
}
