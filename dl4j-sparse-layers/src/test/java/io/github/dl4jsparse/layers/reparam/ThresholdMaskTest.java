package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.reparam.ThresholdMask.Scope;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ThresholdMaskTest {

    @Test
    void theWorkedCase() {
        OneArray one = new OneArray(ThresholdMask.perOutputUnit(), 3, 1)
                .weights(.5, -.2, .05)
                .extra(0, .1);

        assertThat(one.forward(true)).containsExactly(.5, -.2, 0);
        assertThat(one.backward(1, 2, 3)).containsExactly(new double[] {1.2, 2.64, .27}, within(1e-12));
        assertThat(one.extraGradient(0)).containsExactly(new double[] {.17}, within(1e-12));
    }

    @Test
    void eachUnitHasItsThreshold() {
        OneArray one = new OneArray(ThresholdMask.perOutputUnit(), 2, 2)
                .weights(.5, -.2, .5, -.2)
                .extra(0, .1, .3);

        assertThat(one.forward(false)).containsExactly(.5, -.2, .5, 0);
        one.backward(1, 0, 0, 1);
        assertThat(one.extraGradient(0)[0]).isCloseTo(-.5 * ThresholdMask.longTailed(.4), within(1e-12));
        assertThat(one.extraGradient(0)[1]).isCloseTo(.2 * ThresholdMask.longTailed(-.1), within(1e-12));
    }

    @Test
    void oneThresholdOfAnArraySumsOverAll() {
        OneArray units = new OneArray(ThresholdMask.perOutputUnit(), 2, 2)
                .weights(.5, -.2, .4, -.3)
                .extra(0, .1, .1);
        OneArray array = new OneArray(ThresholdMask.of(Scope.ARRAY), 2, 2)
                .weights(.5, -.2, .4, -.3)
                .extra(0, .1);

        assertThat(array.forward(true)).containsExactly(units.forward(true));
        assertThat(array.backward(1, 2, 3, 4)).containsExactly(units.backward(1, 2, 3, 4));
        double sum = Arrays.stream(units.extraGradient(0)).sum();
        assertThat(array.extraGradient(0)).containsExactly(new double[] {sum}, within(1e-12));
    }

    @Test
    void eachWeightMayHaveItsThreshold() {
        OneArray one = new OneArray(ThresholdMask.of(Scope.WEIGHT), 3, 1)
                .weights(.5, -.2, .05)
                .extra(0, .1, .3, .01);

        assertThat(one.forward(true)).containsExactly(.5, 0, .05);
        one.backward(1, 2, 3);
        assertThat(one.extraGradient(0))
                .containsExactly(
                        new double[] {
                            -.5 * ThresholdMask.longTailed(.4),
                            .4 * ThresholdMask.longTailed(-.1),
                            -.15 * ThresholdMask.longTailed(.04)
                        },
                        within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "0.1, 1.6", "-0.1, 1.6", "0.4, 0.4", "0.41, 0.4", "-1, 0.4", "1.01, 0", "-5, 0"})
    void theEstimateIsLongTailed(double q, double expected) {
        assertThat(ThresholdMask.longTailed(q)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void thePenaltyPushesThresholdsUpAndFades() {
        ExponentialPenalty penalty = new ExponentialPenalty(5e-4);
        INDArray thresholds = Nd4j.createFromArray(.1, 0.0).reshape(1, 2);
        INDArray gradient = Nd4j.createFromArray(.17, 0.0).reshape(1, 2);

        penalty.apply(thresholds, gradient, 0.1, 0, 0);

        assertThat(gradient.getDouble(0)).isCloseTo(.17 - 4.524e-4, within(1e-7));
        assertThat(gradient.getDouble(1)).isCloseTo(-5e-4, within(1e-12));
        assertThat(penalty.score(thresholds, 0, 0)).isCloseTo(4.524e-4 + 5e-4, within(1e-7));
    }

    @Test
    void thresholdsThatRemoveALayerAreResetAndTold() {
        double[] weights = new double[200];
        Arrays.fill(weights, .1);
        weights[7] = 3;
        weights[8] = -3;
        OneArray one = new OneArray(ThresholdMask.perOutputUnit(), 100, 2)
                .weights(weights)
                .extra(0, 1, 2);

        assertThat(one.forward(true)).containsExactly(weights);
        assertThat(one.extra(0)).containsExactly(0, 0);
        assertThat(one.events)
                .singleElement()
                .satisfies(event -> assertThat(event.what()).contains("(2)", "(200)"));
    }

    @Test
    void weightsThatAreAllZeroAreToldOfOnce() {
        OneArray one = new OneArray(ThresholdMask.perOutputUnit(), 2, 2).extra(0, 1, 2);

        for (int pass = 0; pass < 3; pass++) {
            assertThat(one.forward(true)).containsOnly(0);
            assertThat(one.extra(0)).containsExactly(0, 0);
            one.extra(0, .1, .1); // the penalty raises them in each step
        }

        assertThat(one.events).hasSize(1);
    }

    @Test
    void eachCollapseThatAResetEndsIsTold() {
        OneArray one = new OneArray(ThresholdMask.perOutputUnit(), 2, 2).weights(.1, .2, .3, .4);

        for (int pass = 0; pass < 3; pass++) {
            one.extra(0, 1, 1);
            assertThat(one.forward(true)).containsExactly(.1, .2, .3, .4);
        }

        assertThat(one.events).hasSize(3);
    }

    @Test
    void aThirdOfAPercentMoreIsLeftAlone() {
        double[] weights = new double[200];
        Arrays.fill(weights, .1);
        weights[7] = 3;
        weights[8] = -3;
        weights[9] = 3;
        OneArray one = new OneArray(ThresholdMask.perOutputUnit(), 100, 2)
                .weights(weights)
                .extra(0, 1, 2);

        assertThat(Arrays.stream(one.forward(true)).filter(w -> w != 0).count()).isEqualTo(3);
        assertThat(one.events).isEmpty();
    }

    @Test
    void inferenceResetsNothing() {
        OneArray one = new OneArray(ThresholdMask.perOutputUnit(), 2, 1)
                .weights(.1, .2)
                .extra(0, 1);

        assertThat(one.forward(false)).containsExactly(0, 0);
        assertThat(one.extra(0)).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAPenaltyThatIsNone(double alpha) {
        ThresholdMask mask = ThresholdMask.perOutputUnit();

        assertThatThrownBy(() -> mask.alpha(alpha))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + alpha + ")");
    }
}
