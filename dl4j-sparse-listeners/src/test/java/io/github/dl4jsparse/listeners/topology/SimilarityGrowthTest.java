package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class SimilarityGrowthTest {

    private static double[] cosines(double[][] sources, double[][] targets) {
        ActivationSums sums = new ActivationSums(sources[0].length, targets[0].length);
        for (int example = 0; example < sources.length; example++) {
            sums.add(
                    Nd4j.createFromArray(new double[][] {sources[example]}),
                    Nd4j.createFromArray(new double[][] {targets[example]}));
        }
        return sums.cosines();
    }

    @Test
    void theSimilarityOfUnitsIsTheCosineOfTheirActivations() {
        // a1 = (1, 0), a2 = (1, 1)
        assertThat(cosines(new double[][] {{1}, {0}}, new double[][] {{1}, {1}})[0])
                .isCloseTo(.70711, within(1e-5));
    }

    @Test
    void oppositeUnitsAreSimilarAndSilentOnesToNothing() {
        double[] cosines = cosines(new double[][] {{1, 0}, {2, 0}}, new double[][] {{-3, 1, 0}, {-6, -.5, 0}});

        assertThat(cosines[0]).isCloseTo(1, within(1e-12)).isLessThanOrEqualTo(1);
        assertThat(cosines[1]).isZero();
        assertThat(cosines).endsWith(0, 0, 0, 0);
    }

    @Test
    void theScaleOfUnitsDoesNotMatter() {
        double[][] sources = {{.3, 1}, {.2, -.7}, {.9, .1}};
        double[] one = cosines(sources, new double[][] {{.4}, {.1}, {.6}});
        double[] other = cosines(sources, new double[][] {{40}, {10}, {60}});

        assertThat(other).containsExactly(one, within(1e-12));
    }

    /** Softmax of the output layer, and every other layer's activation, over all examples of the epoch. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void anEpochGrowsWhereTheNetworkItselfShowsMostSimilarity(boolean graph, boolean trulySparse) {
        Model network = perceptron(graph, trulySparse);
        DynamicSparseTraining method = DynamicSparseTraining.of("similar")
                .grow(GrowthCriterion.similarity())
                .drop(DropCriterion.random())
                .fraction(DropFraction.constant(.4))
                .schedule(UpdateSchedule.everyEpoch());
        List<TopologyUpdate> updates = new ArrayList<>();
        TopologyListener listener = (trulySparse ? method : method.distribution(SparsityDistribution.uniform(.6)))
                .seed(3)
                .onUpdate(updates::add)
                .attach(network);
        List<PositionSet> before =
                listener.weights().stream().map(SparseWeight::active).toList();
        List<INDArray> activations = activations(network, TinyNetworks.data(LayerKind.Data.FLAT, 4, 0));
        for (int more = 1; more < 3; more++) {
            List<INDArray> of = activations(network, TinyNetworks.data(LayerKind.Data.FLAT, 4, more));
            for (int i = 0; i < of.size(); i++) {
                activations.set(i, Nd4j.concat(0, activations.get(i), of.get(i)));
            }
        }

        TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.FLAT, 3));

        assertThat(updates).hasSize(1);
        for (int layer = 0; layer < 3; layer++) {
            double[] expected = new double[(int) before.get(layer).universe()];
            long targets = activations.get(layer + 1).size(1);
            for (int p = 0; p < expected.length; p++) {
                INDArray a = activations.get(layer).getColumn(p / targets);
                INDArray b = activations.get(layer + 1).getColumn(p % targets);
                double norms = a.norm2Number().doubleValue() * b.norm2Number().doubleValue();
                expected[p] = norms == 0 ? 0 : Math.abs(Nd4j.getBlasWrapper().dot(a.dup(), b.dup())) / norms;
            }
            PositionSet now = listener.weights().get(layer).active();
            double least = Double.MAX_VALUE;
            double most = 0;
            for (int p = 0; p < expected.length; p++) {
                boolean was = before.get(layer).contains(p);
                if (!was && now.contains(p)) {
                    least = Math.min(least, expected[p]);
                } else if (!now.contains(p)) {
                    most = Math.max(most, expected[p]);
                }
            }
            assertThat(least).as("layer " + layer).isLessThanOrEqualTo(1);
            assertThat(least).as("layer " + layer).isGreaterThanOrEqualTo(most - 1e-5);
        }
    }

    private static Model perceptron(boolean graph, boolean trulySparse) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(7)
                .activation(Activation.RELU)
                .updater(new Sgd(0))
                .list();
        if (trulySparse) {
            list.layer(sparse(6, 12)).layer(sparse(12, 8));
            list.layer(
                    new SparseOutputLayer.Builder().nIn(8).nOut(3).sparsity(.5).build());
        } else {
            list.layer(new DenseLayer.Builder().nIn(6).nOut(12).build());
            list.layer(new DenseLayer.Builder().nIn(12).nOut(8).build());
            list.layer(new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder()
                    .nIn(8)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .biasInit(.3)
                    .build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return graph ? network.toComputationGraph() : network;
    }

    private static org.deeplearning4j.nn.conf.layers.Layer sparse(int in, int out) {
        return new SparseDenseLayer.Builder().nIn(in).nOut(out).sparsity(.6).build();
    }

    private static List<INDArray> activations(Model network, DataSet data) {
        if (network instanceof MultiLayerNetwork layered) {
            return new ArrayList<>(layered.feedForward(data.getFeatures(), false));
        }
        ComputationGraph graph = (ComputationGraph) network;
        Map<String, INDArray> byName = graph.feedForward(data.getFeatures(), false);
        List<INDArray> all = new ArrayList<>(List.of(data.getFeatures()));
        NetworkView.of(network).layers().keySet().forEach(name -> all.add(byName.get(name)));
        return all;
    }

    @Test
    void returnsAreReplacedByRandomPositions() {
        FakeWeight weight = new FakeWeight("w", 1, 2, 3, 0, 0, 0, 0, 0).gradients(9, 8, 0, 7, 1, 1, 1, 1);
        LayerUpdate update = new LayerUpdate(weight, 0, .7, CountRounding.FLOOR, 2, 7);
        PositionSet kept = update.active().minus(new long[] {0, 1});

        assertThat(GrowthCriterion.gradient().select(update, kept, 3)).containsExactly(0, 1, 3);
        long[] grown =
                GrowthCriterion.replacingReturns(GrowthCriterion.gradient()).select(update, kept, 3);

        assertThat(grown).hasSize(3).contains(3).doesNotContain(0, 1, 2).isSorted();
    }

    @Test
    void whatReplacesReturnsStaysOutOfClosedPlaces() {
        FakeWeight weight = new FakeWeight("w", 1, 2, 3, 0, 0, 0, 0, 0).gradients(9, 8, 0, 7, 1, 1, 1, 1);
        LayerUpdate update = new LayerUpdate(weight, 0, .7, CountRounding.FLOOR, 2, 7);
        PositionSet closed = update.active().minus(new long[] {0, 1}).plus(new long[] {4, 5, 6});

        assertThat(GrowthCriterion.replacingReturns(GrowthCriterion.gradient()).select(update, closed, 3))
                .containsExactly(0, 3, 7);
    }

    @Test
    void whereNoOtherPlacesAreLeftConnectionsReturn() {
        FakeWeight weight = new FakeWeight("w", 1, 2, 3, 0).gradients(9, 8, 0, 7);
        LayerUpdate update = new LayerUpdate(weight, 0, .7, CountRounding.FLOOR, 2, 7);
        PositionSet kept = update.active().minus(new long[] {0, 1});

        assertThat(GrowthCriterion.replacingReturns(GrowthCriterion.gradient()).select(update, kept, 2))
                .containsExactly(0, 3);
    }

    @Test
    void aPlateauOfUpdatesChangesTheCriterionForGood() {
        Deque<Double> accuracies = new ArrayDeque<>(List.of(.5, .6, .6, .55, .9));
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Adam(.01)));
        GrowthCriterion growth = GrowthCriterion.untilPlateau(
                GrowthCriterion.gradient(), GrowthCriterion.random(), net -> accuracies.pop(), 2);
        List<Boolean> similar = new ArrayList<>();
        TopologyListener listener = DynamicSparseTraining.of("plateau")
                .grow(growth)
                .sparsity(.5)
                .fraction(DropFraction.constant(.2))
                .schedule(UpdateSchedule.everySteps(1))
                .onUpdate(update -> similar.add(growth.shared().size() == 2))
                .attach(network);
        for (int step = 0; step < 6; step++) {
            TinyNetworks.fit(network, TinyNetworks.data(LayerKind.Data.FLAT, 4, step));
        }

        assertThat(similar).containsExactly(true, true, true, false, false, false);
        assertThat(accuracies).containsExactly(.9); // the network is judged no longer
        assertThat(listener.refusedUpdates()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSimultaneousMethodNeverReturnsWhatItDrops(boolean graph) {
        Model network = perceptron(graph, false);
        List<TopologyUpdate> updates = new ArrayList<>();
        TopologyListener listener = DynamicSparseTraining.ctreSimultaneous()
                .sparsity(.6)
                .seed(3)
                .onUpdate(updates::add)
                .attach(network);
        Map<String, Mask> before = listener.masks().masks();
        TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.FLAT, 3));

        assertThat(updates).hasSize(1);
        before.forEach((name, mask) -> {
            long wanted = (long) (.2 * mask.count() + 1e-9);
            assertThat(mask.andNot(listener.masks().get(name)).count()).isEqualTo(wanted);
        });
    }

    @Test
    void layersWithoutUnitsToCompareAreRefused() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.CONV_2D, b -> b.updater(new Adam(.01)));

        assertThatThrownBy(() ->
                        DynamicSparseTraining.ctreSimultaneous().sparsity(.5).attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("keepDense(\"x\")");
        assertThat(TopologyListener.of(network)).isEmpty();
        assertThatThrownBy(() -> DynamicSparseTraining.ctreSequential(null))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("validation");
    }

    @Test
    void moreThanASavedRunCanHoldIsRefused() {
        List<WeightShape> large = List.of(WeightShape.dense("w", 1 << 14, 1 << 14));

        assertThatThrownBy(() -> GrowthCriterion.similarity().check(null, large))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(268435456)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSequentialMethodAsksForTheAccuracyAfterEachEpoch(boolean graph) {
        Model network = perceptron(graph, false);
        List<Model> judged = new ArrayList<>();
        DynamicSparseTraining.ctreSequential(net -> {
                    judged.add(net);
                    DataSetIterator data = TinyNetworks.batches(LayerKind.Data.FLAT, 2);
                    return graph
                            ? ((ComputationGraph) net).evaluate(data).accuracy()
                            : ((MultiLayerNetwork) net).evaluate(data).accuracy();
                })
                .sparsity(.6)
                .until(Horizon.epochs(3))
                .attach(network);
        for (int epoch = 0; epoch < 3; epoch++) {
            TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.FLAT, 3));
        }

        assertThat(judged).containsExactly(network, network);
    }
}
