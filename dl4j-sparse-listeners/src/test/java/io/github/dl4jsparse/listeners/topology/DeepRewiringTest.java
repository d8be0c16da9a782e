package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** DEEP R by hand, and in small networks of both storages. */
class DeepRewiringTest {

    private static final int MANY = 40_000;

    private static MultiLayerNetwork masked() {
        return TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Sgd(0.1)));
    }

    private static MultiLayerNetwork trulySparse() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Sgd(0.1))
                .activation(Activation.TANH)
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(20)
                        .density(0.3)
                        .name("s")
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(20)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build())
                .build());
        network.init();
        return network;
    }

    private static TopologyListener attach(Model network, double drift, double temperature) {
        DynamicSparseTraining method = DynamicSparseTraining.deepR(drift, temperature);
        return (network instanceof MultiLayerNetwork layered && layered.getLayer("s") != null
                        ? method
                        : method.sparsity(0.5))
                .seed(11)
                .attach(network);
    }

    private static FakeWeight weightOfItsSigns(DeepRewiring walk, double... thetas) {
        double[] values = new double[thetas.length];
        FixedSigns signs = new FixedSigns(3, "w_W");
        Arrays.setAll(values, i -> thetas[i] * signs.of(i));
        walk.seed(3);
        return new FakeWeight("w", values);
    }

    private static void rewire(DeepRewiring walk, FakeWeight weight) {
        Composition parts = new Composition(
                "by hand",
                walk,
                GrowthCriterion.random(),
                walk.awakening(),
                Redistribution.none(),
                null,
                UpdateSchedule.everySteps(1),
                DropFraction.constant(0),
                CountRounding.FLOOR,
                false,
                null,
                3L,
                null,
                null,
                true,
                false,
                false,
                any -> {});
        TopologyPlan.of(parts, List.of(weight), 0, 0, 0, 3).apply();
    }

    @Test
    void withoutNoiseAndDriftValuesStayAsSgdLeftThem() {
        DeepRewiring walk = new DeepRewiring(0, 0);
        FakeWeight weight = weightOfItsSigns(walk, .5, .25, 1e-30, 0, 0);
        double[] before = weight.values.clone();

        walk.walk(weight, .1, 1);
        rewire(walk, weight);

        assertThat(weight.values).isEqualTo(before);
        assertThat(weight.active().toArray()).containsExactly(0, 1, 2);
    }

    @Test
    void theDriftPullsMagnitudesToZero() {
        DeepRewiring walk = new DeepRewiring(.5, 0);
        FakeWeight weight = weightOfItsSigns(walk, .3, .04, 0, 0);
        FixedSigns signs = new FixedSigns(3, "w_W");

        walk.walk(weight, .1, 1);

        assertThat(weight.values[0]).isCloseTo(signs.of(0) * .25, within(1e-15));
        rewire(walk, weight);
        assertThat(weight.active().count()).isEqualTo(2);
        assertThat(weight.active().contains(0)).isTrue();
    }

    @Test
    void aConnectionThatCrossesZeroSleepsAndExactlyOneOtherWakesUpTiny() {
        for (int seed = 0; seed < 20; seed++) {
            DeepRewiring walk = new DeepRewiring(0, 0);
            FakeWeight weight = weightOfItsSigns(walk, .5, -.09, .7, 0, 0, 0); // .01 - .1 * 1
            walk.walk(weight, .1, seed);
            rewire(walk, weight);

            long[] active = weight.active().toArray();
            assertThat(active).hasSize(3).contains(0, 2);
            int woken = (int) Arrays.stream(active)
                    .filter(p -> p != 0 && p != 2)
                    .findFirst()
                    .orElseThrow();
            assertThat(weight.values[woken]).isEqualTo(new FixedSigns(3, "w_W").of(woken) * 1e-12);
        }
    }

    @Test
    void aFullWeightGoesOnAtTinyMagnitudesOfItsSigns() {
        DeepRewiring walk = new DeepRewiring(0, 0);
        FakeWeight weight = weightOfItsSigns(walk, .5, -.09, -.2);

        walk.walk(weight, .1, 1);
        rewire(walk, weight);

        FixedSigns signs = new FixedSigns(3, "w_W");
        assertThat(weight.values).containsExactly(.5 * signs.of(0), 1e-12 * signs.of(1), 1e-12 * signs.of(2));
    }

    @Test
    void theNoiseHasTheVarianceOfTheTemperature() {
        DeepRewiring walk = new DeepRewiring(0, .02);
        double[] thetas = new double[MANY];
        Arrays.fill(thetas, 10);
        FakeWeight weight = weightOfItsSigns(walk, thetas);
        FixedSigns signs = new FixedSigns(3, "w_W");

        walk.walk(weight, .1, 1);

        double sum = 0;
        double squares = 0;
        for (int i = 0; i < MANY; i++) {
            double increment = signs.of(i) * weight.values[i] - 10;
            sum += increment;
            squares += increment * increment;
        }
        assertThat(squares / MANY).isCloseTo(2 * .1 * .02, within(.02 * 2 * .1 * .02));
        assertThat(sum / MANY).isCloseTo(0, within(3 * Math.sqrt(.004 / MANY)));
    }

    @Test
    void signsAreFairAndBelongToPositions() {
        FixedSigns signs = new FixedSigns(5, "a_W");
        long positive = 0;
        for (long i = 0; i < MANY; i++) {
            positive += signs.of(i) > 0 ? 1 : 0;
        }
        assertThat(positive).isBetween(MANY / 2 - 300L, MANY / 2 + 300L);
        assertThat(new FixedSigns(5, "a_W").of(17)).isEqualTo(signs.of(17));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void connectionsKeepTheirNumberAndTheSignsOfTheirPositionsInEveryStep(boolean sparse) {
        MultiLayerNetwork network = sparse ? trulySparse() : masked();
        TopologyListener listener = attach(network, 1e-3, 1e-3);
        List<long[]> before = positions(listener);

        for (int i = 0; i < 30; i++) {
            network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i));
            List<long[]> now = positions(listener);
            for (int w = 0; w < now.size(); w++) {
                assertThat(now.get(w)).hasSameSizeAs(before.get(w));
                SparseWeight weight = listener.weights().get(w);
                FixedSigns signs = new FixedSigns(11, weight.name());
                weight.forEachActive((position, value) ->
                        assertThat(signs.of(position) * value).isPositive());
            }
        }

        assertThat(listener.updates()).isEqualTo(30);
        assertThat(positions(listener).get(0)).isNotEqualTo(before.get(0));
    }

    private static List<long[]> positions(TopologyListener listener) {
        List<long[]> all = new ArrayList<>();
        listener.weights().forEach(weight -> all.add(weight.active().toArray()));
        return all;
    }

    @Test
    void withoutNoiseAndDriftTrainingIsThatOfAFixedTopologyUntilACrossing() {
        MultiLayerNetwork walking = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Sgd(1e-6)));
        TopologyListener listener = attach(walking, 0, 0);
        MultiLayerNetwork fixed = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Sgd(1e-6)));
        fixed.setParams(walking.params());
        DynamicSparseTraining.fixed().topology(listener.masks()).attach(fixed);

        for (int i = 0; i < 5; i++) {
            walking.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i));
            fixed.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i));
        }

        assertThat(TinyNetworks.parameters(walking)).isEqualTo(TinyNetworks.parameters(fixed));
    }

    @Test
    void theNoiseFollowsTheScheduleOfTheLearningRate() {
        MapSchedule schedule = new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 0.1)
                .add(1, 0)
                .build();
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Sgd(schedule)));
        attach(network, 0, 1e-4);

        int[] start = TinyNetworks.parameters(network);
        network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));
        int[] moved = TinyNetworks.parameters(network);
        network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 2));

        assertThat(moved).isNotEqualTo(start);
        assertThat(TinyNetworks.parameters(network)).isEqualTo(moved);
    }

    @Test
    void magnitudesAreDrawnAtAttachment() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(new OutputLayer.Builder()
                        .nIn(400)
                        .nOut(100)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        TopologyListener listener = attach(network, 0, 0);

        double[] squares = {0};
        listener.weights().get(0).forEachActive((position, value) -> squares[0] += value * value);

        assertThat(squares[0] / listener.weights().get(0).active().count()).isCloseTo(1.0 / 400, within(.03 / 400));
    }

    @Test
    void overTheWholeNetworkItMovesConnectionsBetweenWeights() {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Sgd(0.1)));
        TopologyListener listener = DynamicSparseTraining.deepR(1e-3, 1e-2)
                .redistribution(Redistribution.random())
                .sparsity(0.5)
                .attach(network);
        long[] before = counts(listener);

        for (int i = 0; i < 20; i++) {
            network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i));
        }

        assertThat(counts(listener)).isNotEqualTo(before);
        assertThat(Arrays.stream(counts(listener)).sum())
                .isEqualTo(Arrays.stream(before).sum());
    }

    private static long[] counts(TopologyListener listener) {
        return listener.weights().stream()
                .mapToLong(weight -> weight.active().count())
                .toArray();
    }

    @Test
    void aStepOfAHugeTrulySparseLayerLooksAtItsConnectionsOnly() {
        // 1.2e9 positions, whose signs alone would take 150 MB
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(600_000)
                        .nOut(2000)
                        .connections(3000)
                        .name("s")
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(2000)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        TopologyListener listener = attach(network, 0, 10);
        long[] before = positions(listener).get(0);

        for (int i = 0; i < 20; i++) {
            network.fit(Nd4j.ones(2, 600_000), Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}}));
        }

        assertThat(positions(listener).get(0)).hasSize(3000).isNotEqualTo(before);
    }

    @Test
    void anotherUpdaterIsRefusedAndNothingChanges() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Adam(0.1)));
        int[] before = TinyNetworks.parameters(network);

        assertThatThrownBy(() -> attach(network, 0, 0))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(Adam)")
                .hasMessageContaining("must be (Sgd)");
        assertThat(TinyNetworks.parameters(network)).isEqualTo(before);
        assertThat(NetworkView.of(network).listeners()).isEmpty();
    }

    @Test
    void aNegativeTemperatureIsRefused() {
        assertThatThrownBy(() -> DynamicSparseTraining.deepR(0, -1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1.0)");
    }
}
