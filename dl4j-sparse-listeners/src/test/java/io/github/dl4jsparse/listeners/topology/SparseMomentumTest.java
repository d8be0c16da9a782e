package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class SparseMomentumTest {

    private final DenseMomentum momentum = DenseMomentum.sgd(.9);

    /** {@code count} connections of magnitudes 1, 2, ... before {@code free} places. */
    private static FakeWeight weight(String name, int count, int free) {
        double[] values = new double[count + free];
        Arrays.setAll(values, i -> i < count ? i + 1 : 0);
        return new FakeWeight(name, values);
    }

    private static FakeWeight withGradients(FakeWeight weight, double all) {
        double[] gradients = new double[weight.values.length];
        Arrays.fill(gradients, all);
        return weight.gradients(gradients);
    }

    private void step(DenseMomentum into, FakeWeight... weights) {
        into.attached(null, List.of(weights));
        into.afterGradient(List.of(weights));
    }

    private void update(double fraction, FakeWeight... weights) {
        TopologyPlan.of(parts(fraction), List.of(weights), 0, 0, fraction, 5).apply();
    }

    private Composition parts(double fraction) {
        return new Composition(
                "by hand",
                DropCriterion.magnitude(),
                GrowthCriterion.momentum(momentum),
                GrowthInit.zero(),
                Redistribution.byMomentum(momentum),
                null,
                UpdateSchedule.everySteps(1),
                DropFraction.constant(fraction),
                CountRounding.CEILING,
                false,
                null,
                5L,
                null,
                null,
                true,
                false,
                false,
                any -> {});
    }

    private long[] quotas(long[] dropped, FakeWeight... weights) {
        NetworkUpdate update =
                TopologyPlan.of(parts(0), List.of(weights), 0, 0, 0, 5).update();
        return Redistribution.byMomentum(momentum).quotas(update, dropped);
    }

    @Test
    void theMomentumIsThatOfSgdAtEveryPosition() {
        FakeWeight weight = weight("w", 1, 1).gradients(2, -4);
        step(momentum, weight);
        momentum.afterGradient(List.of(weight));

        assertThat(momentum.at("w_W", 0)).isCloseTo(.9 * 2 + 2, within(1e-6));
        assertThat(momentum.at("w_W", 1)).isCloseTo(-.9 * 4 - 4, within(1e-6));
    }

    @Test
    void adamsFormDividesByTheRootOfTheSquares() {
        DenseMomentum adam = DenseMomentum.adam(.9, .999);
        FakeWeight weight = weight("w", 1, 1).gradients(2, -4);
        step(adam, weight);

        assertThat(adam.at("w_W", 0)).isCloseTo(.1 * 2 / Math.sqrt(.001 * 4), within(1e-6));
        assertThat(adam.at("w_W", 1)).isCloseTo(-.1 * 4 / Math.sqrt(.001 * 16), within(1e-6));
    }

    @Test
    void quotasAreInProportionToTheMeanMomentumOfConnections() {
        FakeWeight one = withGradients(weight("one", 4, 36), .3);
        FakeWeight two = withGradients(weight("two", 4, 36), -.1);
        one.gradients[20] = 1000; // no connection
        step(momentum, one, two);

        assertThat(quotas(new long[] {4, 4}, one, two)).containsExactly(6, 2);
    }

    @Test
    void anUpdateKeepsTheNumberOfTheNetworkAndMovesThatOfWeights() {
        FakeWeight one = withGradients(weight("one", 8, 32), .3);
        FakeWeight two = withGradients(weight("two", 8, 32), -.1);
        one.gradients[37] = -.4;
        step(momentum, one, two);

        update(.5, one, two);

        // four of each go; of eight, six come back in one and two in two, ties by position: those just dropped, then
        // the next
        assertThat(one.active().toArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 37);
        assertThat(two.active().toArray()).containsExactly(0, 1, 4, 5, 6, 7);
        assertThat(one.values[37]).isZero();
        assertThat(one.values[0]).isEqualTo(1);
    }

    @Test
    void aWeightFillsAtMostNinetyNineHundredthsOfItsFreePositions() {
        FakeWeight one = withGradients(weight("one", 100, 100), 9);
        FakeWeight two = withGradients(weight("two", 200, 300), 1);
        step(momentum, one, two);

        // 9 : 1 of 200 would be 180 and 20
        assertThat(quotas(new long[] {0, 200}, one, two)).containsExactly(99, 101);
    }

    @Test
    void whereAllAreFullNoConnectionIsLost() {
        FakeWeight one = withGradients(weight("one", 10, 2), 9);
        FakeWeight two = withGradients(weight("two", 10, 2), 1);
        step(momentum, one, two);

        // caps are 1 and 1
        assertThat(quotas(new long[] {1, 3}, one, two)).containsExactly(2, 2);
    }

    @Test
    void aWeightWithoutFiniteMomentumHasNoShare() {
        FakeWeight one = withGradients(weight("one", 4, 36), .3);
        FakeWeight two = withGradients(weight("two", 4, 36), Double.NaN);
        step(momentum, one, two);

        assertThat(quotas(new long[] {4, 4}, one, two)).containsExactly(8, 0);
    }

    @Test
    void anAlmostDenseWeightThatWouldGrowGivesUpNoMoreThanItsSparsity() {
        FakeWeight one = withGradients(weight("one", 9, 1), .3);
        FakeWeight two = withGradients(weight("two", 9, 1), .1);
        FakeWeight three = withGradients(weight("three", 5, 5), .9);
        step(momentum, one, two, three);
        NetworkUpdate update =
                NetworkUpdate.begin(List.of(one, two, three), parts(.5), 0, 0, .5, 5, new MaskSet(Map.of()));
        Redistribution rule = Redistribution.byMomentum(momentum);
        List<Double> fractions = new ArrayList<>();
        update.weights().forEach(draft -> fractions.add(rule.fraction(update, draft)));
        assertThat(fractions).containsExactly(.5, .5, .5); // .3 of 1.3 is below a third

        withGradients(one, 9);
        momentum.afterGradient(List.of(one, two, three));
        assertThat(rule.fraction(update, update.weights().get(0))).isEqualTo(.1);
        assertThat(rule.fraction(update, update.weights().get(1))).isEqualTo(.5);
    }

    @Test
    void equalMomentaGrowByPosition() {
        FakeWeight weight = weight("w", 1, 5).gradients(9, 1, 2, -2, 2, 1);
        step(momentum, weight);
        PositionSet kept = weight.active();
        LayerUpdate update = new LayerUpdate(weight, 0, .5, CountRounding.CEILING, 1, 1);

        assertThat(GrowthCriterion.momentum(momentum).select(update, kept, 2)).containsExactly(2, 3);
    }

    @Test
    void aNetworkKeepsItsNumberOfConnectionsAndRestsAfterTheLastEpoch() {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Adam(.05)));
        List<TopologyUpdate> updates = new ArrayList<>();
        TopologyListener listener = DynamicSparseTraining.sparseMomentum(DenseMomentum.adam(.9, .999))
                .sparsity(.6)
                .until(Horizon.epochs(4))
                .seed(1)
                .onUpdate(updates::add)
                .attach(network);
        long before = listener.masks().count();
        for (int epoch = 0; epoch < 4; epoch++) {
            TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.FLAT, 3));
        }

        assertThat(updates).hasSize(3);
        assertThat(listener.refusedUpdates()).isZero();
        assertThat(listener.masks().count()).isEqualTo(before);
        assertThat(updates).anyMatch(u -> u.changes().stream().anyMatch(c -> c.grown() != c.dropped()));
    }

    @Test
    void moreThanASavedRunCanHoldIsRefused() {
        List<WeightShape> fits = List.of(WeightShape.dense("w", 1 << 14, 1 << 14));
        List<WeightShape> large = List.of(WeightShape.dense("w", 1 << 14, 1 << 14), WeightShape.dense("v", 1, 1));

        momentum.check(null, fits);
        assertThatThrownBy(() -> momentum.check(null, large))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(268435457)")
                .hasMessageContaining("GrowthCriterion.gradient()");
        assertThatThrownBy(() -> DenseMomentum.adam(.9, .999).check(null, fits))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }

    @Test
    void layersOfFixedSizeAreRefusedBeforeAnythingChanges() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .sparsity(.5)
                        .build())
                .layer(new OutputLayer.Builder().nIn(5).nOut(3).build())
                .build());
        network.init();

        assertThatThrownBy(() -> DynamicSparseTraining.sparseMomentum().attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("snfs");
        assertThatThrownBy(() -> DenseMomentum.sgd(1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(1.0)");
    }
}
