package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GrowingPartsTest {

    private static MultiLayerNetwork chain(int... widths) {
        var list = new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .seed(3)
                .list();
        for (int l = 0; l + 2 < widths.length; l++) {
            list.layer(
                    new DenseLayer.Builder().nIn(widths[l]).nOut(widths[l + 1]).build());
        }
        list.layer(new OutputLayer.Builder()
                .nIn(widths[widths.length - 2])
                .nOut(widths[widths.length - 1])
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }

    private static MultiLayerNetwork chain(double[][]... weights) {
        int[] widths = new int[weights.length + 1];
        widths[0] = weights[0].length;
        for (int l = 0; l < weights.length; l++) {
            widths[l + 1] = weights[l][0].length;
        }
        MultiLayerNetwork net = chain(widths);
        for (int l = 0; l < weights.length; l++) {
            net.getLayer(l).getParam("W").assign(Nd4j.create(weights[l]));
        }
        return net;
    }

    private static DenseChain of(Model net) {
        return DenseChain.of(NetworkView.of(net));
    }

    private static float[] numbers(Model net, int layer, String key) {
        return ((MultiLayerNetwork) net)
                .getLayer(layer)
                .getParam(key)
                .dup('c')
                .data()
                .asFloat();
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        IntStream.of(set).forEach(bits::set);
        return bits;
    }

    @Test
    void aWeightGoesTowardsZeroByTheThresholdAndStopsThere() {
        assertThat(Shrinkage.soft(0.3, 0.1)).isEqualTo(0.3 - 0.1);
        assertThat(Shrinkage.soft(-0.3, 0.1)).isEqualTo(-(0.3 - 0.1));
        assertThat(Shrinkage.soft(-0.1, 0.1)).isZero();
        assertThat(Shrinkage.soft(0.05, 0.1)).isZero();
    }

    @Test
    void theNormOfAGroupGoesTowardsZeroByTheThreshold() {
        assertThat(Shrinkage.group(5, 1) * 3).isCloseTo(2.4, within(1e-15)); // of (3, 4)
        assertThat(Shrinkage.group(5, 1) * 4).isCloseTo(3.2, within(1e-15));
        assertThat(Shrinkage.group(5, 5)).isZero();
        assertThat(Shrinkage.group(4, 5)).isZero();
        assertThat(Shrinkage.group(0, 0)).isZero();
    }

    @Test
    void unitsAreReachedOverWeightsThatAreNotZero() {
        MultiLayerNetwork net =
                chain(new double[][] {{1, 1, 1}, {1, 1, 1}}, new double[][] {{0, 2}, {0, 0}, {3, 0}}, new double[][] {
                    {1, 0, 0}, {0, 1, 0}
                });

        assertThat(ReachedUnits.of(of(net), List.of(0))).containsExactly(bits(0, 1), bits(2), bits(0), bits(0));
        assertThat(ReachedUnits.of(of(net), List.of(1))).containsExactly(bits(0, 1), bits(0), bits(1), bits(1));
        assertThat(ReachedUnits.of(of(net), List.of(2))).containsExactly(bits(0, 1), bits(), bits(), bits(2));
    }

    @Test
    void unitsAreCopiedMovedAndAddedWithTheirWeights() {
        MultiLayerNetwork net = chain(new double[][] {{1, 2}, {3, 4}}, new double[][] {{5, 6}, {7, 8}});
        net.getLayer(0).getParam("b").assign(Nd4j.create(new double[][] {{9, 10}}));

        Model changed = of(net).rearranged(List.of(new int[] {1, -1, 0, 1}));

        assertThat(numbers(changed, 0, "W")).containsExactly(2, 0, 1, 2, 4, 0, 3, 4);
        assertThat(numbers(changed, 0, "b")).containsExactly(10, 0, 9, 10);
        assertThat(numbers(changed, 1, "W")).containsExactly(7, 8, 0, 0, 5, 6, 7, 8);
        assertThat(numbers(changed, 1, "b")).containsExactly(0, 0);
    }

    @Test
    void aWiderNetworkAnswersAsBeforeAndTheOldOneIsLeftAlone() {
        INDArray x = Blobs.features(Blobs.split(1).get(0));
        MultiLayerNetwork layered = new MultiLayerNetwork(Networks.plain(2));
        layered.init();
        ComputationGraph graph = new ComputationGraph(Networks.graph(2));
        graph.init();
        graph.params().assign(layered.params());
        int[] first = IntStream.range(0, 20).map(u -> u < 16 ? u : -1).toArray();
        int[] second = IntStream.range(0, 15).map(u -> u < 12 ? u : -1).toArray();
        INDArray before = layered.params().dup();
        INDArray answer = layered.output(x).dup();

        Model widerLayers = of(layered).rearranged(List.of(first, second));
        Model widerGraph = of(graph).rearranged(List.of(first, second));

        assertThat(of(widerLayers).widths()).containsExactly(8, 20, 15, 2);
        assertThat(widerGraph.params().data().asFloat())
                .isEqualTo(widerLayers.params().data().asFloat());
        INDArray now = NetworkView.of(widerLayers).output(x);
        assertThat(now.sub(answer).norm2Number().doubleValue()).isLessThan(1e-6);
        assertThat(layered.params().data().asFloat()).isEqualTo(before.data().asFloat());
        assertThat(layered.getLayer(0).getParam("W").shape()).containsExactly(8, 16);
    }

    @Test
    void theDriftOfAUnitIsTheDistanceOfTheWeightsThatLeadToIt() {
        MultiLayerNetwork net = chain(new double[][] {{1, 1}, {1, 1}}, new double[][] {{1, 1}, {1, 1}});
        DenseChain chain = of(net);
        FlatArray earlier = FlatArray.of(net.params().dup());
        net.getLayer(0).getParam("W").assign(Nd4j.create(new double[][] {{4, 1}, {5, 3}}));

        UnitSplit units = new UnitSplit(chain, chain.widths(), chain, earlier);

        assertThat(units.drift(1, 0)).isEqualTo(5);
        assertThat(units.drift(1, 1)).isEqualTo(2);
        assertThat(units.drifted(1, 2)).containsExactly(bits(0, 1));
        assertThat(units.drifted(1, 1)).containsExactly(bits(0));
        assertThat(units.drifted(2, 2)).containsExactly(bits(0));
        assertThat(units.drifted(1, 0)).containsExactly(bits());
    }

    /** Unit 0 of both hidden layers is split; each layer has units 0 and 1 of earlier tasks and a unit 2 of this one. */
    @Test
    void aSplitUnitGoesBackAndItsCopyTakesItsPlaceInWhatIsNew() {
        MultiLayerNetwork old = chain(
                new double[][] {{1, 2}, {3, 4}}, new double[][] {{5, 6}, {7, 8}}, new double[][] {{9, 9}, {10, 10}});
        old.getLayer(0).getParam("b").assign(Nd4j.create(new double[][] {{-1, -2}}));
        MultiLayerNetwork net = chain(
                new double[][] {{21, 22, 23}, {24, 25, 26}},
                new double[][] {{31, 32, 33}, {34, 35, 36}, {37, 38, 39}},
                new double[][] {{41, 1}, {42, 2}, {43, 3}});
        net.getLayer(0).getParam("b").assign(Nd4j.create(new double[][] {{51, 52, 53}}));
        UnitSplit units = new UnitSplit(
                of(net),
                new int[] {2, 2, 2, 2},
                of(old),
                FlatArray.of(old.params().dup()));
        List<BitSet> split = List.of(bits(0), bits(0));

        Model grown = of(net).rearranged(units.sources(split));
        units.settle(of(grown), split);

        assertThat(numbers(grown, 0, "W")).containsExactly(1, 22, 23, 21, 3, 25, 26, 24);
        assertThat(numbers(grown, 0, "b")).containsExactly(-1, 52, 53, 51);
        assertThat(numbers(grown, 1, "W"))
                .containsExactly(
                        5, 32, 0, 0, //
                        7, 35, 36, 34, //
                        0, 38, 39, 37, //
                        0, 0, 33, 31);
        assertThat(numbers(grown, 2, "W")).containsExactly(0, 0, 42, 2, 43, 3, 41, 1);
    }

    @Test
    void whatCannotGrowIsRefused() {
        MultiLayerNetwork normalized = new MultiLayerNetwork(Networks.normalized(2));
        normalized.init();
        ComputationGraph branched = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("left", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
                .addLayer("right", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("out", new OutputLayer.Builder().nIn(6).nOut(2).build(), "both")
                .setOutputs("out")
                .build());
        branched.init();

        assertThatThrownBy(() -> of(normalized))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(layer1) is a (BatchNormalization)");
        assertThatThrownBy(() -> of(branched))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("chain");
        assertThatThrownBy(() -> of(chain(4, 2)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("no hidden layer");
    }
}
