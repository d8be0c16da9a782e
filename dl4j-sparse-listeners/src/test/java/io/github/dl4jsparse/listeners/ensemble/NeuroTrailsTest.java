package io.github.dl4jsparse.listeners.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class NeuroTrailsTest {

    private static final List<Layer> HEAD = List.of(
            new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build(),
            new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());

    private static ComputationGraph network(Layer trunk) {
        ComputationGraph net = new ComputationGraph(NeuroTrails.configuration(
                new NeuralNetConfiguration.Builder().seed(5).updater(new Adam(.01)),
                InputType.feedForward(6),
                List.of(trunk),
                HEAD,
                3));
        net.init();
        return net;
    }

    @Test
    void headsShareTheTrunkAndHaveWeightsOfTheirOwn() {
        ComputationGraph net = network(new DenseLayer.Builder().nOut(10).build());

        assertThat(net.getConfiguration().getNetworkOutputs()).containsExactly("head0-1", "head1-1", "head2-1");
        assertThat(net.getConfiguration().getVertexInputs().get("head2-0")).containsExactly("shared0");
        assertThat(TinyNetworks.bits(net.getLayer("head0-0").getParam("W")))
                .isNotEqualTo(TinyNetworks.bits(net.getLayer("head1-0").getParam("W")));
    }

    @Test
    void theLossIsTheSumOfTheHeadsLossesAndTheOutputTheirMean() {
        ComputationGraph net = network(new DenseLayer.Builder().nOut(10).build());
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 6, 1);

        INDArray[] outputs = net.output(data.getFeatures());
        INDArray mean = NeuroTrails.output(net, data.getFeatures());

        double loss = 0;
        for (INDArray output : outputs) {
            for (int i = 0; i < 6; i++) {
                loss -= Math.log(output.getDouble(i, i % 3)) / 6;
            }
        }
        var repeated = NeuroTrails.forEachHead(new ListDataSetIterator<>(data.asList(), 6), 3);
        assertThat(net.score(repeated.next(), false)).isCloseTo(loss, within(1e-5));
        assertThat(mean.getDouble(2, 1))
                .isCloseTo(
                        (outputs[0].getDouble(2, 1) + outputs[1].getDouble(2, 1) + outputs[2].getDouble(2, 1)) / 3,
                        within(1e-6));
    }

    @Test
    void trunkAndHeadsAreSparseAndChangeTheirTopology() {
        ComputationGraph net =
                network(new SparseDenseLayer.Builder().nOut(10).density(.5).build());
        TopologyListener listener = DynamicSparseTraining.rigl()
                .schedule(UpdateSchedule.everySteps(2))
                .sparsity(.5)
                .sparseOutput(false)
                .attach(net);
        long before = listener.masks().count();

        for (int epoch = 0; epoch < 3; epoch++) {
            net.fit(NeuroTrails.forEachHead(TinyNetworks.batches(LayerKind.Data.FLAT, 4), 3));
        }

        assertThat(listener.masks().names()).containsExactly("head0-0_W", "head1-0_W", "head2-0_W");
        assertThat(listener.weights()).hasSize(4);
        assertThat(listener.masks().count()).isEqualTo(before);
        assertThat(listener.updates()).isEqualTo(6);
        assertThat(listener.masks().get("head0-0_W"))
                .isNotEqualTo(listener.masks().get("head1-0_W"));
    }

    @Test
    void oneHeadIsNoEnsemble() {
        assertThatThrownBy(() -> NeuroTrails.configuration(
                        new NeuralNetConfiguration.Builder(), InputType.feedForward(6), HEAD.subList(0, 1), HEAD, 1))
                .hasMessageContaining("(1) heads");
    }
}
