package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Two inputs, two hidden neurons, two outputs; connections are {@code input * 2 + output}. */
class SpaceNetImportanceTest {

    private final NetworkView network = network();
    private final List<UnitPairs> layers = layers(network);
    private final INDArray weights = Nd4j.zeros(network.params().shape());
    private final INDArray gradients = Nd4j.zeros(network.params().shape());

    private static NetworkView network() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build());
        net.init();
        return NetworkView.of(net);
    }

    private static List<UnitPairs> layers(NetworkView network) {
        return UnitPairs.chain(network, NetworkWeights.of(network).sites().values());
    }

    private static List<BitSet> hidden(int... pairs) {
        BitSet first = new BitSet();
        for (int pair : pairs) {
            first.set(pair);
        }
        return List.of(first, new BitSet());
    }

    /** One step over four examples that moves a connection of the hidden layer by {@code moved}, its summed gradient being 8. */
    private void step(SpaceNetImportance importance, List<BitSet> masks, double... moved) {
        FlatArray w = FlatArray.of(weights);
        FlatArray g = FlatArray.of(gradients);
        for (int pair = 0; pair < 4; pair++) {
            g.set(layers.get(0).index(pair, 0), 8);
        }
        importance.beforeStep(masks, w, g, 4);
        for (int pair = 0; pair < 4; pair++) {
            long index = layers.get(0).index(pair, 0);
            w.set(index, w.get(index) + moved[pair]);
        }
        importance.afterStep(masks, w);
    }

    private SpaceNetImportance aConnectionIsDroppedAndReturns(boolean plainSums, boolean outgoing) {
        SpaceNetImportance importance = new SpaceNetImportance(layers, plainSums, outgoing);
        step(importance, hidden(0, 3), 0.5, 0, 0, -1); // |dW g|: 1 and 2
        step(importance, hidden(1, 3), 0, 0.25, 0, 0.5); // 0.5 and 1, while connection 0 is gone
        step(importance, hidden(0, 1), 1, 0.25, 0, 0); // 2 and 0.5, while connection 3 is gone
        return importance;
    }

    @Test
    void aConnectionKeepsItsTotalWhileItIsGone() {
        SpaceNetImportance importance = aConnectionIsDroppedAndReturns(false, false);

        assertThat(importance.ofConnection(0, 0)).isEqualTo(3);
        assertThat(importance.ofConnection(0, 1)).isEqualTo(1);
        assertThat(importance.ofConnection(0, 2)).isZero();
        assertThat(importance.ofConnection(0, 3)).isEqualTo(3);
    }

    @Test
    void runningTotalsOfDroppedConnectionsCountInEveryStep() {
        SpaceNetImportance importance = aConnectionIsDroppedAndReturns(false, false);

        // of connections 0 to 3 after each step: (1, 0, 0, 2), (1, 0.5, 0, 3), (3, 1, 0, 3)
        assertThat(importance.ofNeuron(1, 0)).isEqualTo(1 + 1 + 3);
        assertThat(importance.ofNeuron(1, 1)).isEqualTo(2 + 3.5 + 4);
        assertThat(importance.ofNeuron(0, 0)).isEqualTo(1 + 1.5 + 4);
        assertThat(importance.ofNeuron(0, 1)).isEqualTo(2 + 3 + 3);
    }

    @Test
    void plainSumsCountWhatEachStepAdds() {
        SpaceNetImportance importance = aConnectionIsDroppedAndReturns(true, false);

        assertThat(importance.ofNeuron(1, 0)).isEqualTo(1 + 2);
        assertThat(importance.ofNeuron(1, 1)).isEqualTo(2 + 1.5 + 0.5);
        assertThat(importance.ofNeuron(0, 0)).isEqualTo(1 + 0.5 + 2.5);
        assertThat(importance.ofNeuron(0, 1)).isEqualTo(2 + 1);
    }

    @Test
    void weightsThatMoveWithoutAConnectionDoNotCount() {
        SpaceNetImportance importance = new SpaceNetImportance(layers, false, false);

        step(importance, hidden(0), 0, 7, 7, 7);

        assertThat(importance.ofNeuron(0, 0)).isZero();
        assertThat(importance.ofNeuron(1, 1)).isZero();
    }

    @Test
    void onlyConnectionsThatLeaveCountWhereTheySaySo() {
        SpaceNetImportance importance = aConnectionIsDroppedAndReturns(true, true);

        assertThat(importance.ofNeuron(0, 0)).isEqualTo(1 + 0.5 + 2.5);
        assertThat(importance.ofNeuron(0, 1)).isEqualTo(2 + 1);
        assertThat(importance.ofNeuron(1, 0)).isZero();
        assertThat(importance.ofNeuron(1, 1)).isZero();
    }

    @Test
    void connectionsThatLeaveAHiddenNeuronMakeItsImportance() {
        SpaceNetImportance importance = new SpaceNetImportance(layers, false, true);
        BitSet both = new BitSet();
        both.set(1);
        both.set(2);
        FlatArray w = FlatArray.of(weights);
        FlatArray g = FlatArray.of(gradients);

        for (int step = 0; step < 2; step++) {
            g.set(layers.get(1).index(1, 0), 4);
            g.set(layers.get(1).index(2, 0), -2);
            importance.beforeStep(List.of(new BitSet(), both), w, g, 2);
            w.set(layers.get(1).index(1, 0), step + 1);
            w.set(layers.get(1).index(2, 0), step + 1);
            importance.afterStep(List.of(new BitSet(), both), w);
        }

        // hidden neuron 0 to output 1: |1 * 2| in each step; neuron 1 to output 0: |1 * -1|; totals of totals
        assertThat(importance.ofNeuron(1, 0)).isEqualTo(2 + 4);
        assertThat(importance.ofNeuron(1, 1)).isEqualTo(1 + 2);
    }

    @Test
    void theLeastGoesAndTheMostPromisingComes() {
        SpaceNetImportance importance = new SpaceNetImportance(layers, false, true);
        BitSet two = new BitSet();
        two.set(0);
        two.set(3);
        FlatArray w = FlatArray.of(weights);
        FlatArray g = FlatArray.of(gradients);
        for (int l = 0; l < 2; l++) {
            g.set(layers.get(l).index(0, 0), 1);
            g.set(layers.get(l).index(3, 0), 3);
        }
        importance.beforeStep(List.of(two, two), w, g, 1);
        for (int l = 0; l < 2; l++) {
            w.set(layers.get(l).index(0, 0), 1);
            w.set(layers.get(l).index(3, 0), 1);
        }
        importance.afterStep(List.of(two, two), w);

        // inputs and hidden neurons have (1, 3): products of pairs 0 to 3 are 1, 3, 3, 9
        assertThat(importance.least(0, two, 1)).containsExactly(0);
        assertThat(importance.mostPromising(0, new int[] {0, 1, 3}, 2)).containsExactlyInAnyOrder(1, 3);
        assertThat(importance.mostOf(1, Set.of(0, 1), 1)).containsExactly(1);
        assertThat(importance.mostOf(1, Set.of(0), 5)).containsExactly(0);
    }
}
