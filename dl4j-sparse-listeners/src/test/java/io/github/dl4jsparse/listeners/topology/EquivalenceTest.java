package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.updater.Smet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What must come out the same, bit for bit, and what must not. */
class EquivalenceTest {

    private static MultiLayerNetwork network(InvariantCase.Method method) {
        IUpdater updater = switch (method) {
            case DEEP_R -> new Sgd(0.1);
            case SMET -> new Smet(0.01);
            default -> new Adam(0.01);
        };
        return TinyNetworks.perceptron(b -> b.updater(updater).l2(0.01).dropOut(0.8));
    }

    /** All but those that prune a dense network, and the one that draws its first weights itself. */
    static Stream<InvariantCase.Method> methodsThatLeaveADenseNetworkDense() {
        return Arrays.stream(InvariantCase.Method.values())
                .filter(method -> method.budget == InvariantCase.Budget.OF_WEIGHT
                        || method.budget == InvariantCase.Budget.OF_NETWORK)
                .filter(method -> method != InvariantCase.Method.DEEP_R);
    }

    private static void train(MultiLayerNetwork network) {
        Nd4j.getRandom().setSeed(5);
        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 4), 3);
    }

    @ParameterizedTest
    @MethodSource("methodsThatLeaveADenseNetworkDense")
    void aMaskWithoutSparsityReproducesPlainTraining(InvariantCase.Method method) {
        MultiLayerNetwork plain = network(method);
        train(plain);
        MultiLayerNetwork masked = network(method);
        InvariantCase.training(method).sparsity(0).attach(masked);

        train(masked);

        assertThat(TinyNetworks.parameters(masked)).isEqualTo(TinyNetworks.parameters(plain));
        assertThat(TinyNetworks.updaterState(masked)).isEqualTo(TinyNetworks.updaterState(plain));
    }

    @ParameterizedTest
    @EnumSource(InvariantCase.Method.class)
    void theSameSeedGivesTheSameRunAndAnotherSeedOtherMasks(InvariantCase.Method method) {
        List<MaskSet> masks = new ArrayList<>();
        List<int[]> parameters = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            MultiLayerNetwork network = network(method);
            TopologyListener listener =
                    InvariantCase.training(method).sparsity(0.6).seed(seed).attach(network);
            train(network);
            masks.add(listener.masks());
            parameters.add(TinyNetworks.parameters(network));
        }

        assertThat(masks.get(1)).isEqualTo(masks.get(0));
        assertThat(parameters.get(1)).isEqualTo(parameters.get(0));
        assertThat(masks.get(2)).isNotEqualTo(masks.get(0));
    }

    @Test
    void withoutASeedTheNetworksOwnSeedIsTaken() {
        MultiLayerNetwork one = network(InvariantCase.Method.FIXED);
        MultiLayerNetwork two = network(InvariantCase.Method.FIXED);

        MaskSet own = DynamicSparseTraining.fixed().sparsity(0.6).attach(one).masks();
        MaskSet said =
                DynamicSparseTraining.fixed().sparsity(0.6).seed(7).attach(two).masks();

        assertThat(own).isEqualTo(said);
    }

    /** What is dropped is zeroed first, so that the output can change by growth alone. */
    @Test
    void growthAtZeroLeavesTheOutputAsItWas() {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Adam(0.01)));
        INDArray features = TinyNetworks.data(LayerKind.Data.FLAT, 8, 9).getFeatures();
        List<int[]> before = new ArrayList<>();
        List<int[]> after = new ArrayList<>();
        DynamicSparseTraining.rigl()
                .schedule(UpdateSchedule.everySteps(1))
                .drop(update -> {
                    long[] drop = DropCriterion.magnitude().select(update);
                    update.weight().assign(zeroing(update, drop));
                    return drop;
                })
                .grow(new GrowthAfterLooking(() -> before.add(TinyNetworks.bits(network.output(features)))))
                .sparsity(0.5)
                .keepDense("a", "b")
                .onUpdate(update -> after.add(TinyNetworks.bits(network.output(features))))
                .attach(network);

        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 3));

        assertThat(after).hasSize(3).usingRecursiveComparison().isEqualTo(before);
    }

    private static LongToDoubleFunction zeroing(LayerUpdate update, long[] drop) {
        Map<Long, Double> values = new HashMap<>();
        update.weight().forEachActive(values::put);
        return position -> Arrays.binarySearch(drop, position) >= 0 ? 0 : values.get(position);
    }

    private record GrowthAfterLooking(Runnable look) implements GrowthCriterion {

        @Override
        public long[] select(LayerUpdate update, PositionSet kept, long count) {
            look.run();
            return GrowthCriterion.gradient().select(update, kept, count);
        }

        @Override
        public boolean needsGradient() {
            return true;
        }
    }

    @Test
    void nothingChangesWhenTheFractionGivesNoWholeConnection() {
        MultiLayerNetwork network = network(InvariantCase.Method.FIXED);
        List<TopologyUpdate> updates = new ArrayList<>();
        TopologyListener listener = DynamicSparseTraining.rigl()
                .schedule(UpdateSchedule.everySteps(1))
                .fraction(DropFraction.constant(0.001))
                .sparsity(0.5)
                .onUpdate(updates::add)
                .attach(network);
        MaskSet before = listener.masks();

        train(network);

        assertThat(listener.masks()).isEqualTo(before);
        assertThat(updates).hasSize(12).allMatch(update -> update.changes().isEmpty());
    }
}
