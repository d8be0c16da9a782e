package io.github.dl4jsparse.listeners.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SuperTicketTest {

    private static MultiLayerNetwork network(boolean sparse) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(
                        sparse
                                ? new SparseDenseLayer.Builder()
                                        .nIn(4)
                                        .nOut(1)
                                        .connections(2)
                                        .name("w")
                                        .build()
                                : new DenseLayer.Builder()
                                        .nIn(4)
                                        .nOut(1)
                                        .name("w")
                                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(1)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    /** Of the inputs of one unit two are connected, with these values. */
    private static Ticket ticket(boolean sparse, int first, double one, int second, double other, double bias) {
        MultiLayerNetwork net = network(sparse);
        net.getLayer("w").getParam("b").assign(bias);
        if (sparse) {
            PatternStore.write(
                    CompressedPattern.ofFanIn(4, new int[] {2}, new int[] {first, second}),
                    net.getLayer("w").getParam("pattern"));
            net.getLayer("w")
                    .getParam("W")
                    .assign(Nd4j.createFromArray((float) one, (float) other).reshape(1, 2));
            return new Ticket(net, new MaskSet(Map.of()));
        }
        net.getLayer("w").getParam("W").assign(0);
        net.getLayer("w").getParam("W").putScalar(first, one);
        net.getLayer("w").getParam("W").putScalar(second, other);
        return new Ticket(net, new MaskSet(Map.of("w_W", Mask.ofActive(new long[] {4, 1}, first, second))));
    }

    private static double[] weights(Ticket ticket, boolean sparse) {
        var layer = ((MultiLayerNetwork) ticket.network()).getLayer("w");
        double[] weights = new double[4];
        if (!sparse) {
            return layer.getParam("W").dup('c').data().asDouble();
        }
        CompressedPattern pattern =
                CompressedLayer.within(layer).orElseThrow().matrices().get(0).pattern();
        for (int i = 0; i < 2; i++) {
            weights[pattern.input(i)] = layer.getParam("W").getDouble(i);
        }
        return weights;
    }

    private static void assertWeights(Ticket ticket, boolean sparse, double... expected) {
        double[] weights = weights(ticket, sparse);
        for (int i = 0; i < 4; i++) {
            assertThat(weights[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLargestMeansStayWhetherOrNotMissingConnectionsCount(boolean sparse) {
        List<Ticket> tickets = List.of(
                ticket(sparse, 0, 1, 1, -.6, .2), ticket(sparse, 0, .2, 3, 1, .4), ticket(sparse, 1, -.9, 2, .1, 0));

        Ticket independent = SuperTicket.of(tickets, SuperTicket.Averaging.CIMA);
        Ticket aware = SuperTicket.of(tickets, SuperTicket.Averaging.CAA);

        // sums 1.2, -1.5, .1, 1 over 2, 2, 1, 1 tickets
        assertWeights(independent, sparse, .4, -.5, 0, 0);
        assertWeights(aware, sparse, 0, -.75, 0, 1);
        assertThat(((MultiLayerNetwork) aware.network())
                        .getLayer("w")
                        .getParam("b")
                        .getDouble(0))
                .isCloseTo(.2, within(1e-6));
        if (!sparse) {
            assertThat(independent.masks().get("w_W").toArray()).containsExactly(0, 1);
            assertThat(aware.masks().get("w_W").toArray()).containsExactly(1, 3);
        }
        assertWeights(tickets.get(0), sparse, 1, -.6, 0, 0);
    }

    @Test
    void ofEqualMeansTheFirstStay() {
        List<Ticket> tickets = List.of(ticket(false, 1, .5, 2, .5, 0), ticket(false, 0, .5, 3, -.5, 0));

        Ticket merged = SuperTicket.of(tickets, SuperTicket.Averaging.CAA);

        assertThat(merged.masks().get("w_W").toArray()).containsExactly(0, 1);
        assertThatThrownBy(() -> SuperTicket.of(List.of(), SuperTicket.Averaging.CAA))
                .hasMessageContaining("no ticket");
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void batchNormalisationKnowsTheDataAfterAPassForEachLayer(boolean graph, boolean logarithmic) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder().seed(3);
        ConvolutionLayer convolution =
                new ConvolutionLayer.Builder(2, 2).nOut(3).build();
        BatchNormalization images = new BatchNormalization();
        images.setUseLogStd(logarithmic);
        DenseLayer dense =
                new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build();
        BatchNormalization vectors = new BatchNormalization();
        vectors.setUseLogStd(logarithmic);
        OutputLayer output =
                new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
        InputType type = InputType.convolutional(5, 5, 2);
        DataSet one = TinyNetworks.data(LayerKind.Data.IMAGE, 6, 1);
        DataSet two = TinyNetworks.data(LayerKind.Data.IMAGE, 6, 2);
        ListDataSetIterator<DataSet> data =
                new ListDataSetIterator<>(DataSet.merge(List.of(one, two)).asList(), 4);
        INDArray all = DataSet.merge(List.of(one, two)).getFeatures();
        INDArray trained;
        INDArray inference;
        if (graph) {
            ComputationGraphConfiguration conf = builder.graphBuilder()
                    .addInputs("in")
                    .addLayer("c", convolution, "in")
                    .addLayer("i", images, "c")
                    .addLayer("d", dense, "i")
                    .addLayer("v", vectors, "d")
                    .addLayer("o", output, "v")
                    .setOutputs("o")
                    .setInputTypes(type)
                    .build();
            ComputationGraph net = new ComputationGraph(conf);
            net.init();
            BatchNormStatistics.estimate(net, data);
            trained = net.output(true, all)[0];
            inference = net.output(all)[0];
        } else {
            MultiLayerNetwork net = new MultiLayerNetwork(builder.list()
                    .layer(convolution)
                    .layer(images)
                    .layer(dense)
                    .layer(vectors)
                    .layer(output)
                    .setInputType(type)
                    .build());
            net.init();
            BatchNormStatistics.estimate(net, data);
            trained = net.output(all, true);
            inference = net.output(all);
        }

        // in training a batch of all examples is normalised by its own statistics
        assertThat(inference.sub(trained).amaxNumber().doubleValue()).isLessThan(2e-4);
    }
}
