package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.convert.Compacted;
import io.github.dl4jsparse.layers.convert.Compaction;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class NeuronPruningTest {

    private static final double[] IMPORTANCES = {.1, .5, .2, .9, .3};

    private static BitSet all(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    @Test
    void theWeakestOfFiveNeuronsLiesBelowThePercentile() {
        assertThat(WeakNeurons.percentile(IMPORTANCES, 20)).isCloseTo(.18, within(1e-12));
        assertThat(WeakNeurons.of(IMPORTANCES, all(5), 20).stream()).containsExactly(0);
    }

    @ParameterizedTest
    @CsvSource({"0, .1", "25, .2", "50, .3", "60, .38", "100, .9"})
    void percentilesAreInterpolatedAsInNumPy(double percentile, double expected) {
        assertThat(WeakNeurons.percentile(IMPORTANCES, percentile)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void theColumnsOfARecurrentLayerAreNoNeurons() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.LSTM_LAYER, b -> b.updater(new Adam(.01)));

        assertThatThrownBy(() -> DynamicSparseTraining.of("neurons")
                        .sparsity(.5)
                        .pruneNeurons(NeuronPruning.weakest(20))
                        .attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("no sparse hidden layer");
    }

    @Test
    void neuronsWithoutConnectionsDoNotCountAndTheStrongestStays() {
        BitSet alive = all(5);
        alive.clear(0);

        assertThat(WeakNeurons.of(IMPORTANCES, alive, 20).stream()).containsExactly(2);
        assertThat(WeakNeurons.of(new double[] {1, 1, 1}, all(3), 20).stream()).containsExactly(0, 1);
        assertThat(WeakNeurons.of(IMPORTANCES, new BitSet(), 20).isEmpty()).isTrue();
    }

    /** 6-12-8-3 whose second array is {@code 12 -> 5} of 8 neurons with the importances of the worked case. */
    private static MultiLayerNetwork worked() {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b.updater(new Sgd(0)));
        for (int j = 0; j < 5; j++) {
            net.getLayer("b").getParam("W").putScalar(new long[] {j, j}, -IMPORTANCES[j]);
        }
        return net;
    }

    private static final Mask DIAGONAL = Mask.ofActive(new long[] {12, 8}, 0, 9, 18, 27, 36);

    private static void fit(Model net, int epochs) {
        for (int e = 0; e < epochs; e++) {
            TinyNetworks.fit(net, TinyNetworks.batches(LayerKind.Data.FLAT, 2));
        }
    }

    private static Mask maskOf(TopologyListener listener, String name) {
        return listener.masks().get(name);
    }

    @Test
    void theWeakNeuronLosesItsConnectionsAfterTheChosenEpoch() {
        MultiLayerNetwork net = worked();
        TopologyListener listener = DynamicSparseTraining.set()
                .fraction(DropFraction.constant(0))
                .topology(new MaskSet(Map.of("b_W", DIAGONAL)))
                .pruneNeurons(NeuronPruning.weakest(20).every(2, 2))
                .attach(net);

        fit(net, 3);
        assertThat(maskOf(listener, "b_W")).isEqualTo(DIAGONAL);
        fit(net, 1);

        assertThat(maskOf(listener, "b_W").toArray()).containsExactly(9, 18, 27, 36);
        assertThat(net.getLayer("b").getParam("W").getDouble(0, 0)).isZero();
        fit(net, 2); // of .2, .3, .5, .9 the percentile is .26
        assertThat(maskOf(listener, "b_W").toArray()).containsExactly(9, 27, 36);
    }

    @Test
    void outgoingConnectionsGoTooWhereAskedFor() {
        for (boolean outgoing : new boolean[] {false, true}) {
            MultiLayerNetwork net = TinyNetworks.perceptron(b -> b.updater(new Sgd(0)));
            net.getLayer("a")
                    .getParam("W")
                    .putColumn(3, net.getLayer("a").getParam("W").getColumn(3).mul(1e-3));
            NeuronPruning weakest = NeuronPruning.weakest(1).every(1, 0);
            TopologyListener listener = DynamicSparseTraining.set()
                    .fraction(DropFraction.constant(0))
                    .topology(new MaskSet(Map.of("a_W", Mask.full(6, 12), "b_W", Mask.full(12, 8))))
                    .pruneNeurons(outgoing ? weakest.withOutgoing() : weakest)
                    .attach(net);

            fit(net, 1);

            assertThat(maskOf(listener, "a_W").not().toArray()).containsExactly(3, 15, 27, 39, 51, 63);
            assertThat(row(maskOf(listener, "b_W"), 3)).isEqualTo(outgoing ? 0 : 7); // one neuron of b goes anyway
        }
    }

    private static long row(Mask mask, int input) {
        return LongStream.range(input * 8L, input * 8L + 8)
                .filter(mask::contains)
                .count();
    }

    @Test
    void removedNeuronsStayRemovedAndConnectionsOnlyBecomeFewer() {
        for (boolean graph : new boolean[] {false, true}) {
            Model net = graph
                    ? TinyNetworks.graph(LayerKind.DENSE, false, b -> b.updater(new Adam(.01)))
                    : TinyNetworks.perceptron(b -> b.updater(new Adam(.01)));
            String array = graph ? "x_W" : "a_W";
            TopologyListener listener = DynamicSparseTraining.set()
                    .sparsity(.5)
                    .seed(4)
                    .pruneNeurons(NeuronPruning.weakest(20).every(2, 1))
                    .attach(net);
            Set<Integer> dead = new HashSet<>();
            long before = Long.MAX_VALUE;

            List<Long> counts = new ArrayList<>();
            for (int epoch = 0; epoch < 9; epoch++) {
                fit(net, 1);
                SparseWeight weight = listener.weights().stream()
                        .filter(w -> w.name().equals(array))
                        .findFirst()
                        .orElseThrow();
                assertThat(weight.active().count()).isLessThanOrEqualTo(before);
                before = weight.active().count();
                counts.add(before);
                Set<Integer> alive = new HashSet<>();
                weight.active().forEach(p -> alive.add(weight.shape().outputUnit(p)));
                assertThat(dead).doesNotContainAnyElementsOf(alive);
                if (epoch == 5) {
                    for (int j = 0; j < weight.shape().outputs(); j++) {
                        if (!alive.contains(j)) {
                            dead.add(j);
                        }
                    }
                }
            }
            assertThat(dead).isNotEmpty();
            assertThat(counts.get(1)).isLessThan(counts.get(0));
            assertThat(counts.get(8)).isPositive();
        }
    }

    @Test
    void aSavedRunGoesOnBitForBit(@TempDir Path folder) throws IOException {
        MultiLayerNetwork whole = run();
        fit(whole, 6);
        MultiLayerNetwork half = run();
        fit(half, 3);
        SparseModels.save(half, folder.resolve("half.zip"));

        Model resumed = SparseModels.load(folder.resolve("half.zip"));
        method().attach(resumed);
        fit(resumed, 3);

        assertThat(TinyNetworks.parameters(resumed)).isEqualTo(TinyNetworks.parameters(whole));
        assertThat(TopologyListener.of(resumed).orElseThrow().masks())
                .isEqualTo(TopologyListener.of(whole).orElseThrow().masks());
    }

    private static DynamicSparseTraining method() {
        return DynamicSparseTraining.set()
                .sparsity(.4)
                .seed(9)
                .pruneNeurons(NeuronPruning.weakest(20).every(2, 0).withOutgoing());
    }

    private static MultiLayerNetwork run() {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b.updater(new Adam(.01)));
        method().attach(net);
        return net;
    }

    @Test
    void trulySparseLayersAndNetworksWithoutHiddenSparseLayersAreRefused() {
        assertThatThrownBy(() -> DynamicSparseTraining.setWithNeuronPruning()
                        .sparsity(.5)
                        .attach(TinyNetworks.layered(LayerKind.DENSE, true, b -> b)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(set-neurons)")
                .hasMessageContaining("ordinary layers");
        assertThatThrownBy(() -> DynamicSparseTraining.fixed()
                        .pruneNeurons(NeuronPruning.weakest(20))
                        .topology(new MaskSet(Map.of("out_W", Mask.full(8, 3))))
                        .attach(TinyNetworks.perceptron(b -> b)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("no sparse hidden layer");
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> NeuronPruning.weakest(100)).hasMessageContaining("(100.0)");
        assertThatThrownBy(() -> NeuronPruning.weakest(20).every(0, 3)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> NeuronPruning.weakest(20).every(1, -1)).hasMessageContaining("(-1)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void removedNeuronsCanBeTakenOutOfTheTrainedNetwork(boolean outgoing) {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b.updater(new Adam(.01)));
        NeuronPruning weakest = NeuronPruning.weakest(20).every(2, 0);
        TopologyListener listener = DynamicSparseTraining.set()
                .sparsity(.4)
                .seed(9)
                .pruneNeurons(outgoing ? weakest.withOutgoing() : weakest)
                .attach(net);
        fit(net, 6);
        INDArray x = TinyNetworks.data(LayerKind.Data.FLAT, 8, 1).getFeatures();

        Compacted<MultiLayerNetwork> compacted = Compaction.compact(net, listener.masks());

        assertThat(compacted.unitsSaved()).isGreaterThanOrEqualTo(6);
        assertThat(compacted.network().output(x).sub(net.output(x)).amaxNumber().doubleValue())
                .isLessThan(2e-7);
        TopologyListener goesOn =
                DynamicSparseTraining.fixed().topology(compacted.masks()).attach(compacted.network());
        fit(compacted.network(), 1);
        assertThat(goesOn.masks()).isEqualTo(compacted.masks());
    }
}
