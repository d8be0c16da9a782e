package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

/** The budgets of recurrent cells and of their gates. */
class RecurrentMethodsTest {

    private static final int UNITS = 8;

    private static MultiLayerNetwork network(boolean trulySparse) {
        Layer cell = trulySparse
                ? new SparseLstm.Builder()
                        .nIn(3)
                        .nOut(UNITS)
                        .density(0.5)
                        .name("x")
                        .build()
                : new LSTM.Builder().nIn(3).nOut(UNITS).name("x").build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .list()
                .layer(cell)
                .layer(new RnnOutputLayer.Builder()
                        .nIn(UNITS)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build())
                .build());
        network.init();
        return network;
    }

    /** Connections of each gate of each array. */
    private static Map<String, Long> byGate(TopologyListener listener) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (SparseWeight weight : listener.weights()) {
            WeightShape shape = weight.shape();
            weight.active().forEach(position -> {
                String gate = weight.name() + " " + shape.outputUnit(position) / UNITS;
                counts.merge(gate, 1L, Long::sum);
            });
        }
        return counts;
    }

    private static Map<String, Long> byCell(TopologyListener listener) {
        Map<String, Long> counts = new LinkedHashMap<>();
        listener.weights()
                .forEach(weight -> counts.merge(
                        WeightPool.CELL.of(weight.shape()), weight.active().count(), Long::sum));
        return counts;
    }

    private static List<long[]> positions(TopologyListener listener) {
        List<long[]> all = new ArrayList<>();
        listener.weights().forEach(weight -> all.add(weight.active().toArray()));
        return all;
    }

    @Test
    void selfishRnnMovesConnectionsBetweenGatesAndArraysOfCells() {
        MultiLayerNetwork network = network(false);
        TopologyListener listener =
                DynamicSparseTraining.selfishRnn().sparsity(0.6).seed(3).attach(network);
        Map<String, Long> gates = byGate(listener);
        Map<String, Long> cells = byCell(listener);
        long recurrent = listener.weights().get(1).active().count();

        for (int epoch = 0; epoch < 4; epoch++) {
            network.fit(TinyNetworks.batches(LayerKind.Data.SEQUENCE, 3));
        }

        assertThat(byCell(listener)).isEqualTo(cells).containsOnlyKeys("x ", "out ");
        assertThat(byGate(listener)).isNotEqualTo(gates);
        assertThat(listener.weights().get(1).name()).isEqualTo("x_RW");
        assertThat(listener.weights().get(1).active().count()).isNotEqualTo(recurrent);
    }

    @Test
    void theSmallestOfCellsAreChosenOverBothArrays() {
        FakeWeight input = new FakeWeight("x", .1, .2, .3, .9, 0);
        FakeWeight other = new FakeWeight("y", .01, .02, 0);

        List<long[]> dropped = DropCriterion.smallestOfCell(DropScore.magnitude())
                .selectAll(List.of(
                        new LayerUpdate(input, 0, .5, CountRounding.CEILING, 3, 1),
                        new LayerUpdate(other, 0, .5, CountRounding.CEILING, 1, 1)));

        assertThat(dropped.get(0)).containsExactly(0, 1); // cells of their own: .01 and .02 do not count here
        assertThat(dropped.get(1)).containsExactly(0);
    }

    @Test
    void poolsAreCellsAndTheirDirections() {
        assertThat(pool("W")).isEqualTo(pool("RW"));
        assertThat(pool("fW")).isEqualTo(pool("fRW")).isNotEqualTo(pool("bW"));
        assertThat(pool("WF")).isEqualTo(pool("RWF")).isNotEqualTo(pool("RWB"));
        assertThat(pool("pW")).isNotEqualTo(pool("W"));
    }

    private static String pool(String parameter) {
        return WeightPool.CELL.of(new WeightShape("x", parameter, List.of(2L, 2L), 0, List.of(1)));
    }

    @Test
    void quotasAreDrawnInProportionToFreePlaces() {
        long[] sum = new long[2];
        for (int seed = 0; seed < 200; seed++) {
            NetworkUpdate update = new NetworkUpdate(
                    List.of(
                            new WeightDraft(new FakeWeight("x", new double[30])),
                            new WeightDraft(new FakeWeight("y", new double[10]))),
                    0,
                    0,
                    0,
                    CountRounding.FLOOR,
                    false,
                    seed);
            long[] quotas = Redistribution.random().quotas(update, new long[] {3, 5});
            assertThat(quotas[0] + quotas[1]).isEqualTo(8);
            sum[0] += quotas[0];
            sum[1] += quotas[1];
        }
        assertThat(sum[0] / 200.0).isBetween(5.7, 6.3);
    }

    @Test
    void whatOtherCriteriaDropGrowsInTheSameGate() {
        MultiLayerNetwork network = network(false);
        TopologyListener listener = DynamicSparseTraining.setLstm()
                .drop(DropCriterion.magnitude())
                .sparsity(0.6)
                .seed(3)
                .attach(network);
        Map<String, Long> gates = byGate(listener);
        List<long[]> before = positions(listener);

        network.fit(TinyNetworks.batches(LayerKind.Data.SEQUENCE, 3), 2);

        assertThat(byGate(listener)).isEqualTo(gates);
        assertThat(Arrays.equals(positions(listener).get(0), before.get(0))).isFalse();
    }

    @Test
    void scoresOfCellsMayRemember() {
        MultiLayerNetwork network = network(false);
        TopologyListener listener = DynamicSparseTraining.selfishRnn()
                .drop(DropCriterion.smallestOfCell(DropScore.runningMean(DropScore.snip(), .9)))
                .sparsity(0.6)
                .seed(3)
                .attach(network);
        List<long[]> before = positions(listener);

        network.fit(TinyNetworks.batches(LayerKind.Data.SEQUENCE, 3), 2);

        assertThat(listener.updates()).isPositive();
        assertThat(listener.refusedUpdates()).isZero();
        assertThat(Arrays.equals(positions(listener).get(0), before.get(0))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void setLstmKeepsTheNumberOfEachGatesMatrix(boolean trulySparse) {
        MultiLayerNetwork network = network(trulySparse);
        DynamicSparseTraining method = DynamicSparseTraining.setLstm().seed(3);
        TopologyListener listener = (trulySparse ? method : method.sparsity(0.6)).attach(network);
        Map<String, Long> gates = byGate(listener);
        List<long[]> before = positions(listener);

        for (int epoch = 0; epoch < 3; epoch++) {
            network.fit(TinyNetworks.batches(LayerKind.Data.SEQUENCE, 3));
        }

        assertThat(byGate(listener)).isEqualTo(gates).hasSize(8);
        assertThat(Arrays.equals(positions(listener).get(0), before.get(0))).isFalse();
        assertThat(Arrays.equals(positions(listener).get(1), before.get(1))).isFalse();
    }

    @Test
    void eachSignOfEachGateGivesUpItsOwnFraction() {
        MultiLayerNetwork network = network(false);
        List<SparseWeight> weights =
                DynamicSparseTraining.fixed().sparsity(0.6).attach(network).weights();
        GateMatrices matrices = new GateMatrices(DropCriterion.perSign());
        matrices.attached(NetworkView.of(network), weights);
        SparseWeight recurrent = weights.get(1);

        LayerUpdate update = new LayerUpdate(recurrent, 0, .3, CountRounding.FLOOR, 1000, 1);
        long[] dropped = matrices.select(update);
        long[] grown = matrices.select(update, recurrent.active().minus(dropped), dropped.length);

        Map<String, List<Double>> values = new LinkedHashMap<>();
        Map<String, List<Double>> gone = new LinkedHashMap<>();
        recurrent.forEachActive((position, value) -> {
            String side = position % (4 * UNITS) / UNITS + (value > 0 ? "+" : "-");
            values.computeIfAbsent(side, any -> new ArrayList<>()).add(Math.abs(value));
            if (Arrays.binarySearch(dropped, position) >= 0) {
                gone.computeIfAbsent(side, any -> new ArrayList<>()).add(Math.abs(value));
            }
        });
        assertThat(values).hasSize(8);
        values.forEach((side, all) -> assertThat(gone.getOrDefault(side, List.of()))
                .containsExactlyInAnyOrderElementsOf(all.stream()
                        .sorted()
                        .limit((long) (.3 * all.size() + 1e-9))
                        .toList()));
        long[] droppedByGate = new long[4];
        long[] grownByGate = new long[4];
        Arrays.stream(dropped).forEach(p -> droppedByGate[(int) (p % (4 * UNITS) / UNITS)]++);
        Arrays.stream(grown).forEach(p -> grownByGate[(int) (p % (4 * UNITS) / UNITS)]++);
        assertThat(grownByGate).isEqualTo(droppedByGate);
    }

    @ParameterizedTest
    @EnumSource
    void bothWorkOnEveryKindOfLayer(LayerKind kind) {
        for (boolean selfish : new boolean[] {true, false}) {
            Model network = TinyNetworks.graph(kind, false, b -> b.updater(new Adam(0.01)));
            DynamicSparseTraining method =
                    selfish ? DynamicSparseTraining.selfishRnn() : DynamicSparseTraining.setLstm();
            TopologyListener listener =
                    method.sparsity(0.5).sparseOutput(true).seed(3).attach(network);
            Map<String, Long> cells = byCell(listener);

            TinyNetworks.fit(network, TinyNetworks.batches(kind.data(), 3));

            assertThat(listener.updates()).isEqualTo(1);
            assertThat(byCell(listener)).isEqualTo(cells);
        }
    }

    @Test
    void selfishRnnIsRefusedOnTrulySparseCells() {
        MultiLayerNetwork network = network(true);

        assertThatThrownBy(() -> DynamicSparseTraining.selfishRnn().attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(selfish-rnn)");
    }
}
