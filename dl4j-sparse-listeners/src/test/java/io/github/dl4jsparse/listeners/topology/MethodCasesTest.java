package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.LargestRemainder;
import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hand-computed cases of drop criteria, redistribution and densities. */
class MethodCasesTest {

    private static final DropCriterion MAGNITUDE = DropCriterion.magnitude();

    private static List<TopologyUpdate.Change> update(
            List<FakeWeight> weights,
            DropCriterion drop,
            GrowthCriterion grow,
            Redistribution redistribution,
            DensitySchedule density,
            double progress,
            double fraction) {
        return update(weights, drop, grow, redistribution, density, CountRounding.FLOOR, progress, fraction);
    }

    private static List<TopologyUpdate.Change> update(
            List<FakeWeight> weights,
            DropCriterion drop,
            GrowthCriterion grow,
            Redistribution redistribution,
            DensitySchedule density,
            CountRounding rounding,
            double progress,
            double fraction) {
        Composition parts = new Composition(
                "by hand",
                drop,
                grow,
                GrowthInit.zero(),
                redistribution,
                density,
                UpdateSchedule.everySteps(1),
                DropFraction.constant(fraction),
                rounding,
                true,
                null,
                5L,
                null,
                null,
                true,
                false,
                false,
                any -> {});
        return TopologyPlan.of(parts, List.copyOf(weights), 0, progress, fraction, 5)
                .apply();
    }

    private static long connections(FakeWeight weight) {
        return weight.active().count();
    }

    @Test
    void dsrDropsBelowOneThresholdAndGrowsWhereMoreSurvives() {
        FakeWeight one = new FakeWeight("one", .05, .2, .3, 0, 0, 0, 0);
        FakeWeight two = new FakeWeight("two", .02, .08, .15, .4, .6, .7, .8, 0, 0, 0, 0);
        AdaptiveThresholdDrop drop = new AdaptiveThresholdDrop(.1, 2, .1);

        update(List.of(one, two), drop, GrowthCriterion.random(), Redistribution.bySurvivors(), null, 0, 0);

        assertThat(connections(one)).isEqualTo(3);
        assertThat(connections(two)).isEqualTo(7);
        assertThat(one.values[0]).isZero();
        assertThat(one.active().contains(0)).isFalse();
        assertThat(two.active().contains(0)).isFalse();
        assertThat(two.active().contains(1)).isFalse();
        assertThat(drop.threshold()).isEqualTo(.05);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void sharesOfGradientsThatAreNotFiniteRefuseTheUpdate(double gradient) {
        FakeWeight one = new FakeWeight("one", .1, .2, .3, 0, 0).gradients(0, gradient, 1, 0, 0);
        FakeWeight two = new FakeWeight("two", .1, .2, .3, 0, 0).gradients(0, 1, 1, 0, 0);
        Redistribution byGradient = Redistribution.byGradient();

        assertThatThrownBy(
                        () -> update(List.of(one, two), MAGNITUDE, GrowthCriterion.random(), byGradient, null, 0, .4))
                .isInstanceOf(NonFiniteScoreException.class);

        assertThat(one.active().toArray()).containsExactly(0, 1, 2);
    }

    @Test
    void aThresholdThatDropsTooLittleIsDoubledAndOneThatFitsStays() {
        AdaptiveThresholdDrop drop = new AdaptiveThresholdDrop(.1, 2, .5);
        LayerUpdate nothing = new LayerUpdate(new FakeWeight("w", 1, 2, 3, 0), 0, 0, CountRounding.FLOOR, 2, 1);
        LayerUpdate two = new LayerUpdate(new FakeWeight("w", .1, .15, 3, 0), 0, 0, CountRounding.FLOOR, 2, 1);

        drop.selectAll(List.of(nothing));
        assertThat(drop.threshold()).isEqualTo(.2);
        assertThat(drop.selectAll(List.of(two)).get(0)).containsExactly(0, 1);
        assertThat(drop.threshold()).isEqualTo(.2);
    }

    @Test
    void aFixedThresholdDropsWhatIsBelowAndNoMoreThanAllowed() {
        LayerUpdate update =
                new LayerUpdate(new FakeWeight("w", .1, -.3, .2, .05, 0, 0), 0, 0, CountRounding.FLOOR, 3, 1);
        LayerUpdate narrow =
                new LayerUpdate(new FakeWeight("w", .1, -.3, .2, .05, 0, 0), 0, 0, CountRounding.FLOOR, 2, 1);

        assertThat(DropCriterion.below(.2).select(update)).containsExactly(0, 3); // .2 is not below .2
        assertThat(DropCriterion.below(.5).select(update)).containsExactly(0, 2, 3);
        assertThat(DropCriterion.below(.5).select(narrow)).containsExactly(0, 3);
        assertThatThrownBy(() -> DropCriterion.below(0))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0.0)");
    }

    @Test
    void aWeightThatIsAllBelowKeepsItsLargest() {
        AdaptiveThresholdDrop drop = new AdaptiveThresholdDrop(1, 2, .5);
        LayerUpdate update = new LayerUpdate(new FakeWeight("w", .1, .3, .2, 0), 0, 0, CountRounding.FLOOR, 2, 1);

        assertThat(drop.select(update)).containsExactly(0, 2);
    }

    @Test
    void granetPrunesTheWholeNetworkFirstAndThenSwaps() {
        FakeWeight one = new FakeWeight("one", .9, .1, .8, .2, .7, .3, .6, .4, .5, .55);
        FakeWeight two = new FakeWeight("two", .01, .02, .03, .04, .05, .06, .07, .08, .09, .095);
        DensitySchedule density = DensitySchedule.cubic(1, .5, 0, 1);

        update(List.of(one, two), MAGNITUDE, GrowthCriterion.gradient(), Redistribution.none(), density, 1, 0);

        assertThat(connections(one)).isEqualTo(9); // .1 went, since two keeps its largest
        assertThat(connections(two)).isEqualTo(1);
        assertThat(two.active().contains(9)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"FLOOR, 5", "CEILING, 4"})
    void zerosAreRoundedAsDroppedConnectionsAre(CountRounding rounding, int kept) {
        FakeWeight one = new FakeWeight("one", .9, .1, .8, .2, .7, .3, .6, .4, .5, .55);
        DensitySchedule density = DensitySchedule.cubic(1, .45, 0, 1);

        update(List.of(one), MAGNITUDE, GrowthCriterion.gradient(), Redistribution.none(), density, rounding, 1, 0);

        assertThat(connections(one)).isEqualTo(kept); // 5.5 of 10 are zeros
    }

    @Test
    void aSwapAfterPruningKeepsTheNumberAndGrowsByGradient() {
        FakeWeight one =
                new FakeWeight("one", .9, .1, .8, .2, .7, .3, .6, .4, .5, .55).gradients(0, 9, 0, 8, 0, 7, 0, 0, 0, 0);

        update(
                List.of(one),
                MAGNITUDE,
                GrowthCriterion.gradient(),
                Redistribution.none(),
                DensitySchedule.cubic(1, .6, 0, 1),
                1,
                .5);

        assertThat(connections(one)).isEqualTo(6);
        // pruned: 1, 3, 5, 7; swapped out: .5, .55, .6; in by gradient: 1, 3, 5, which this phase did not drop
        assertThat(one.active().toArray()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(one.values[1]).isEqualTo(.1); // dropped and grown in one update: it stays
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "0.5, 0.15", "1, 0.1"})
    void theCubicDensity(double progress, double expected) {
        assertThat(DensitySchedule.cubic(.5, .1, 0, 1).at(progress)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void theCubicDensityWaitsAndStays() {
        DensitySchedule density = DensitySchedule.cubic(1, .1, .2, .6);
        assertThat(density.at(.1)).isEqualTo(1);
        assertThat(density.at(.9)).isCloseTo(.1, within(1e-12));
        assertThatThrownBy(() -> DensitySchedule.cubic(.1, .5, 0, 1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(start 0.1, end 0.5)");
    }

    @Test
    void scoresOfTheComparativeStudy() {
        double[] w = {.5, -.1, .2};
        double[] g = {.1, .9, -.4};
        assertThat(lowest(DropScore.magnitude(), w, g)).isEqualTo(1);
        assertThat(lowest(DropScore.mest(1), w, g)).isEqualTo(0); // .6, 1.0, .6: the first of equals
        assertThat(lowest(DropScore.snip(), w, g)).isEqualTo(0);
        assertThat(lowest(DropScore.sensitivity(), w, g)).isEqualTo(0);
        assertThat(lowest(DropScore.reciprocalSensitivity(), w, g)).isEqualTo(1);
        assertThat(lowest(DropScore.taylor(), w, g)).isEqualTo(0);
        assertThat(lowest(DropScore.gradientStep(1), w, g)).isEqualTo(0); // .4, 1.0, .6
    }

    private static long lowest(DropScore score, double[] w, double[] g) {
        FakeWeight weight = new FakeWeight("w", w[0], w[1], w[2], 0).gradients(g);
        LayerUpdate update = new LayerUpdate(weight, 0, .4, CountRounding.FLOOR, 2, 1);
        long[] dropped = DropCriterion.smallest(score).select(update);
        assertThat(dropped).hasSize(1);
        return dropped[0];
    }

    @Test
    void scoresOfAllWeightsTogether() {
        FakeWeight one = new FakeWeight("one", .1, .2, .3, .4, 0, 0, 0);
        FakeWeight two = new FakeWeight("two", 1, 2, 3, 4, 0, 0, 0);

        update(
                List.of(one, two),
                DropCriterion.smallestOfAll(DropScore.magnitude()),
                GrowthCriterion.random(),
                Redistribution.none(),
                null,
                0,
                .5);

        // four of eight: all of one but its largest, then the smallest of two
        assertThat(one.active().contains(3)).isTrue();
        assertThat(one.values[0] + one.values[1] + one.values[2]).isZero();
        assertThat(two.values[0]).isZero();
        assertThat(two.values[1]).isEqualTo(2);
    }

    @Test
    void aWeightDropsNoMoreThanCanGrow() {
        FakeWeight one = new FakeWeight("one", .1, .2, .3, .4, 0);
        FakeWeight two = new FakeWeight("two", 1, 2, 3, 4, 0, 0, 0);

        update(
                List.of(one, two),
                DropCriterion.smallestOfAll(DropScore.magnitude()),
                GrowthCriterion.random(),
                Redistribution.none(),
                null,
                0,
                .5);

        assertThat(one.active().toArray()).containsExactly(1, 2, 3, 4);
        assertThat(two.active().toArray()).containsExactly(3, 4, 5, 6);
    }

    @Test
    void halvesOfBothSigns() {
        FakeWeight weight = new FakeWeight("w", -.8, -.4, -.1, .05, .02, .07, .9, 0);
        LayerUpdate update = new LayerUpdate(weight, 0, .5, CountRounding.FLOOR, 6, 1);

        assertThat(DropCriterion.perSignHalves().select(update)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void sharesWithCapsSpillOver() {
        assertThat(LargestRemainder.apportion(8, new double[] {.3, .1}, new long[] {100, 100}))
                .containsExactly(6, 2);
        assertThat(LargestRemainder.apportion(8, new double[] {.3, .1}, new long[] {3, 100}))
                .containsExactly(3, 5);
        assertThat(LargestRemainder.apportion(8, new double[] {1, 0, 0}, new long[] {3, 1, 100}))
                .containsExactly(3, 1, 4);
        assertThat(LargestRemainder.apportion(8, new double[] {1, 1}, new long[] {2, 3}))
                .containsExactly(2, 3);
        assertThat(Arrays.stream(LargestRemainder.apportion(7, new double[3], new long[] {9, 9, 9}))
                        .sum())
                .isEqualTo(7);
    }
}
