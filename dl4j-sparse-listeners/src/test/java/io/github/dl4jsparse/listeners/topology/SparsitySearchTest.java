package io.github.dl4jsparse.listeners.topology;

import static io.github.dl4jsparse.listeners.topology.SparsitySearch.Phase.EXPAND;
import static io.github.dl4jsparse.listeners.topology.SparsitySearch.Phase.SHRINK;
import static io.github.dl4jsparse.listeners.topology.SparsitySearch.Phase.STABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.CollectScoresListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** PALS: its decisions by scripted losses, its budgets, and the loss that must not disturb the training. */
class SparsitySearchTest {

    @Test
    void itShrinksWhileTheLossIsNearTheBestAndExpandsWhereItIsNot() {
        SparsitySearch search = new SparsitySearch(any -> 0, 1.1, 1.1);

        assertThat(search.decide(1, .3)).isEqualTo(SHRINK);
        assertThat(search.decide(1.05, .35)).isEqualTo(SHRINK);
        assertThat(search.decide(1.2, .4)).isEqualTo(EXPAND);
        assertThat(search.decide(1, .38)).isEqualTo(SHRINK);
    }

    @Test
    void itStaysAtTheBestSparsityAndAtTheMost() {
        SparsitySearch search = new SparsitySearch(any -> 0, 1.1, 1.1);
        search.decide(1, .5);

        assertThat(search.decide(2, .5)).isEqualTo(STABLE);
        assertThat(search.decide(2, .4)).isEqualTo(STABLE);
        assertThat(search.decide(1, .9)).isEqualTo(STABLE);
        assertThat(search.decide(Double.NaN, .6)).isEqualTo(STABLE);
        assertThat(search.decide(2, .1)).as("nearly dense").isEqualTo(SHRINK);
    }

    @ParameterizedTest
    @CsvSource({"1, 22, 20, 98", "2, 20, 22, 102", "3, 20, 20, 100"})
    void countsOfShrinkingExpandingAndStaying(int script, long dropped, long grown, long left) {
        Deque<Double> losses = new ArrayDeque<>(script == 1 ? List.of(1.0) : List.of(2.0));
        SparsitySearch search = new SparsitySearch(any -> losses.pop(), 1.1, 1.1);
        if (script == 2) {
            search.decide(1, .4);
        } else if (script == 3) {
            search.decide(1, .6);
        }
        double[] values = new double[200];
        for (int i = 0; i < 100; i++) {
            values[i] = i + 1;
        }
        FakeWeight weight = new FakeWeight("w", values);

        List<TopologyUpdate.Change> changes = update(weight, search, .2, true);

        assertThat(changes).containsExactly(new TopologyUpdate.Change("w_W", dropped, grown, left));
    }

    @Test
    void aDenseWeightShrinks() {
        double[] values = new double[100];
        for (int i = 0; i < 100; i++) {
            values[i] = i + 1;
        }
        FakeWeight weight = new FakeWeight("w", values);

        update(weight, new SparsitySearch(any -> 1, 1.1, 1.1), .2, false);

        assertThat(weight.active().count()).isEqualTo(98);
    }

    private static List<TopologyUpdate.Change> update(
            FakeWeight weight, SparsitySearch search, double fraction, boolean excludeJustDropped) {
        Composition parts = new Composition(
                "by hand",
                DropCriterion.magnitude(),
                GrowthCriterion.gradient(),
                GrowthInit.zero(),
                search,
                null,
                UpdateSchedule.everySteps(1),
                DropFraction.constant(fraction),
                CountRounding.CEILING,
                excludeJustDropped,
                null,
                5L,
                null,
                null,
                true,
                false,
                false,
                any -> {});
        return TopologyPlan.of(parts, List.of(weight), 0, 0, fraction, 5).apply();
    }

    enum Kind {
        LAYERED,
        GRAPH,
        SEGMENTS
    }

    private static Model network(Kind kind) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(.01))
                .l2(.01)
                .dropOut(.7)
                .activation(Activation.TANH);
        if (kind == Kind.SEGMENTS) {
            MultiLayerNetwork network = new MultiLayerNetwork(builder.list()
                    .layer(new LSTM.Builder().nIn(3).nOut(6).build())
                    .layer(new RnnOutputLayer.Builder()
                            .nIn(6)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .backpropType(BackpropType.TruncatedBPTT)
                    .tBPTTLength(2)
                    .build());
            network.init();
            return network;
        }
        DenseLayer first = new DenseLayer.Builder().nIn(6).nOut(10).build();
        BatchNormalization second =
                new BatchNormalization.Builder().nIn(10).nOut(10).build();
        OutputLayer third = new OutputLayer.Builder()
                .nIn(10)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
        if (kind == Kind.LAYERED) {
            MultiLayerNetwork network = new MultiLayerNetwork(
                    builder.list().layer(first).layer(second).layer(third).build());
            network.init();
            return network;
        }
        ComputationGraph graph = new ComputationGraph(builder.graphBuilder()
                .addInputs("in")
                .addLayer("a", first, "in")
                .addLayer("b", second, "a")
                .addLayer("c", third, "b")
                .setOutputs("c")
                .build());
        graph.init();
        return graph;
    }

    private static LayerKind.Data dataOf(Kind kind) {
        return kind == Kind.SEGMENTS ? LayerKind.Data.SEQUENCE : LayerKind.Data.FLAT;
    }

    /** Everything that training leaves behind. */
    private static List<Object> trained(Kind kind, boolean validated) {
        Nd4j.getRandom().setSeed(5);
        Model network = network(kind);
        ValidationLoss loss = new ValidationLoss(TinyNetworks.batches(dataOf(kind), 3));
        CollectScoresListener scores = new CollectScoresListener(1);
        network.addListeners(
                new BaseTrainingListener() {
                    @Override
                    public void iterationDone(Model model, int iteration, int epoch) {
                        if (validated) {
                            assertThat(loss.applyAsDouble(model)).isPositive();
                        }
                    }
                },
                scores);
        for (int epoch = 0; epoch < 2; epoch++) {
            TinyNetworks.fit(network, TinyNetworks.batches(dataOf(kind), 4));
        }
        return List.of(
                TinyNetworks.parameters(network),
                TinyNetworks.updaterState(network),
                scores.getListScore().toString(),
                NetworkView.of(network).iterationCount(),
                Nd4j.getRandom().rootState(),
                Nd4j.getRandom().nodeState());
    }

    @ParameterizedTest
    @EnumSource
    void theValidationLossLeavesTheTrainingAsItIs(Kind kind) {
        List<Object> without = trained(kind, false);
        List<Object> with = trained(kind, true);

        assertThat(with).usingRecursiveComparison().isEqualTo(without);
    }

    @Test
    void theLossIsTheMeanOverExamplesWithoutPenalties() {
        MultiLayerNetwork network = (MultiLayerNetwork) network(Kind.LAYERED);
        DataSet all = TinyNetworks.data(LayerKind.Data.FLAT, 12, 1);
        DataSetIterator unequal = new ListDataSetIterator<>(all.asList(), 5);
        INDArray each = network.scoreExamples(all, false);

        assertThat(new ValidationLoss(unequal).applyAsDouble(network))
                .isCloseTo(each.meanNumber().doubleValue(), within(1e-5));
    }

    @Test
    void aNetworkBecomesSparserWhileItsLossAllowsIt() {
        for (Kind kind : Kind.values()) {
            Model network = network(kind);
            TopologyListener listener = DynamicSparseTraining.pals(TinyNetworks.batches(dataOf(kind), 2))
                    .schedule(UpdateSchedule.everySteps(2))
                    .attach(network);
            assertThat(listener.masks().density()).isEqualTo(1);

            TinyNetworks.fit(network, TinyNetworks.batches(dataOf(kind), 10));

            assertThat(listener.masks().density()).isLessThan(.9);
            assertThat(listener.refusedUpdates()).isZero();
        }
    }

    @Test
    void withoutExamplesItIsRefusedAndNothingChanges() {
        Model network = network(Kind.LAYERED);

        assertThatThrownBy(
                        () -> DynamicSparseTraining.pals((DataSetIterator) null).attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("validation loss")
                .hasMessageContaining("Hand over an iterator");
        assertThat(NetworkView.of(network).listeners()).isEmpty();
    }

    @Test
    void aGraphOfTwoInputsIsRefusedWithAnIteratorAndNotWithLossOfItsOwn() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("out", new OutputLayer.Builder().nIn(6).nOut(3).build(), "a", "b")
                .setOutputs("out")
                .build());
        graph.init();

        assertThatThrownBy(() -> DynamicSparseTraining.pals(TinyNetworks.batches(LayerKind.Data.FLAT, 1))
                        .attach(graph))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(2) inputs");
        assertThat(DynamicSparseTraining.pals((Model any) -> 1).attach(graph).weights())
                .hasSize(1);
    }

    @Test
    void withoutAnyExampleThereIsNoLoss() {
        Model network = network(Kind.LAYERED);

        assertThatThrownBy(
                        () -> new ValidationLoss(TinyNetworks.batches(LayerKind.Data.FLAT, 0)).applyAsDouble(network))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContaining("(0) validation examples");
    }

    @Test
    void trulySparseLayersAreRefused() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new SparseDenseLayer.Builder().nIn(6).nOut(5).density(.5).build())
                .layer(new OutputLayer.Builder().nIn(5).nOut(3).build())
                .build());
        network.init();

        assertThatThrownBy(() -> DynamicSparseTraining.pals((Model any) -> 1).attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(pals)")
                .hasMessageContaining("Use ordinary layers");
    }

    @Test
    void factorsBelowOneAreRefused() {
        assertThatThrownBy(() -> Redistribution.byValidation(any -> 1, .1, 1.1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0.1)");
    }
}
