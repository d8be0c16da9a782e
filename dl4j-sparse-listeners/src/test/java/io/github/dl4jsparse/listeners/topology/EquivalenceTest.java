package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** What must come out the same, bit for bit, and what must not. */
class EquivalenceTest {

    private static MultiLayerNetwork network() {
        return TinyNetworks.perceptron(b -> b.updater(new Adam(0.01)).l2(0.01).dropOut(0.8));
    }

    private static void train(MultiLayerNetwork network) {
        Nd4j.getRandom().setSeed(5);
        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, 4), 3);
    }

    @ParameterizedTest
    @EnumSource(InvariantCase.Method.class)
    void aMaskWithoutSparsityReproducesPlainTraining(InvariantCase.Method method) {
        MultiLayerNetwork plain = network();
        train(plain);
        MultiLayerNetwork masked = network();
        training(method).sparsity(0).attach(masked);

        train(masked);

        assertThat(TinyNetworks.parameters(masked)).isEqualTo(TinyNetworks.parameters(plain));
        assertThat(TinyNetworks.updaterState(masked)).isEqualTo(TinyNetworks.updaterState(plain));
    }

    private static DynamicSparseTraining training(InvariantCase.Method method) {
        return switch (method) {
            case FIXED -> DynamicSparseTraining.fixed();
            case SET_ON_STEPS -> DynamicSparseTraining.set().schedule(UpdateSchedule.everySteps(2));
            case RIGL_ON_STEPS -> DynamicSparseTraining.rigl().schedule(UpdateSchedule.everySteps(2));
            case RIGL_ON_EPOCHS -> DynamicSparseTraining.rigl().schedule(UpdateSchedule.everyEpoch());
            case MEST -> DynamicSparseTraining.mest().schedule(UpdateSchedule.everySteps(2));
            case UNFIRED ->
                DynamicSparseTraining.setItop()
                        .grow(GrowthCriterion.randomUnfired())
                        .schedule(UpdateSchedule.everySteps(2));
            case RUNNING_SNIP -> scored(DropScore.runningMean(DropScore.snip(), .9));
            case GRASP -> scored(DropScore.grasp());
            case MOMENTUM ->
                DynamicSparseTraining.setItop()
                        .grow(GrowthCriterion.momentum(DenseMomentum.adam(.9, .999)))
                        .schedule(UpdateSchedule.everySteps(2));
            case SNFS -> DynamicSparseTraining.sparseMomentum();
            case CTRE -> DynamicSparseTraining.ctreSimultaneous();
        };
    }

    private static DynamicSparseTraining scored(DropScore score) {
        return DynamicSparseTraining.mest().drop(DropCriterion.smallest(score)).schedule(UpdateSchedule.everySteps(2));
    }

    @ParameterizedTest
    @EnumSource(InvariantCase.Method.class)
    void theSameSeedGivesTheSameRunAndAnotherSeedOtherMasks(InvariantCase.Method method) {
        List<MaskSet> masks = new ArrayList<>();
        List<int[]> parameters = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            MultiLayerNetwork network = network();
            TopologyListener listener =
                    training(method).sparsity(0.6).seed(seed).attach(network);
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
        MultiLayerNetwork one = network();
        MultiLayerNetwork two = network();

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
        MultiLayerNetwork network = network();
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
