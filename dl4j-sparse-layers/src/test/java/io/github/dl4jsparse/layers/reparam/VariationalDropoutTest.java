package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class VariationalDropoutTest {

    @Test
    void theWorkedCase() {
        assertThat(VariationalDropout.divergence(0)).isCloseTo(.43124, within(1e-5));
        assertThat(VariationalDropout.divergence(30)).isCloseTo(0, within(1e-9));
    }

    private static double slope(double logAlpha) {
        double h = 1e-5;
        double difference = VariationalDropout.divergence(logAlpha + h) - VariationalDropout.divergence(logAlpha - h);
        return difference / (2 * h);
    }

    @Test
    void weightsThatAreMostlyNoiseAreZeroAtInference() {
        double limit = Math.log(.25 + 1e-8) + 3;
        OneArray one = new OneArray(VariationalDropout.of(100), 4, 1)
                .weights(.5, .5, -.5, 0)
                .extra(0, limit - 1e-6, limit + 1e-6, -10, -10);

        assertThat(one.forward(false)).containsExactly(.5, 0, -.5, 0);
    }

    @Test
    void trainingAddsNoiseOfTheLearnedVariance() {
        OneArray one = new OneArray(VariationalDropout.of(100), 40_000, 1);
        double[] logVariances = new double[40_000];
        Arrays.fill(logVariances, Math.log(.09));
        one.extra(0, logVariances);

        Nd4j.getRandom().setSeed(3);
        double[] first = one.forward(true);
        double[] second = one.forward(true);
        Nd4j.getRandom().setSeed(3);

        assertThat(one.forward(true)).containsExactly(first).isNotEqualTo(second);
        assertThat(Arrays.stream(first).average().orElseThrow()).isCloseTo(0, within(4 * .3 / 200));
        assertThat(Arrays.stream(first).map(x -> x * x).average().orElseThrow())
                .isCloseTo(.09, within(4 * .09 * Math.sqrt(2) / 200));
    }

    @Test
    void gradientsFollowTheSampleOfTheForwardPass() {
        OneArray one = new OneArray(VariationalDropout.of(1).warmUpIterations(10), 2, 1)
                .weights(.5, -.2)
                .extra(0, -1, -2);

        double[] used = one.forward(true);

        assertThat(one.backward(1, 3)).containsExactly(1, 3);
        assertThat(one.extraGradient(0))
                .containsExactly(new double[] {.5 * (used[0] - .5), 1.5 * (used[1] + .2)}, within(1e-12));
    }

    @Test
    void theDivergenceIsDividedByTheTrainingSetAndClipped() {
        OneArray one =
                new OneArray(VariationalDropout.of(50), 2, 1).weights(1, 1).extra(0, 0, -40);
        one.forward(true);

        assertThat(one.penalty())
                .isCloseTo((VariationalDropout.divergence(0) + VariationalDropout.divergence(-10)) / 50, within(1e-8));
        double before = one.penalty();
        one.backward(0, 0);
        assertThat(one.penalty()).isCloseTo(before, within(1e-15));
        assertThat(one.extraGradient(0)[0]).isCloseTo(slope(0) / 50, within(1e-8));
        assertThat(one.extraGradient(0)[1]).isZero();
    }

    @Test
    void theDivergenceGrowsWithIterationsOrEpochs() {
        OneArray one = new OneArray(VariationalDropout.of(1).warmUpIterations(4), 1, 1)
                .weights(1)
                .extra(0, 0);
        OneArray epochs = new OneArray(VariationalDropout.of(1).warmUpEpochs(2), 1, 1)
                .weights(1)
                .extra(0, 0);
        double full = VariationalDropout.divergence(-1e-8);

        for (int iteration = 0; iteration < 6; iteration++) {
            one.forward(true, iteration, 9);
            epochs.forward(true, 9, iteration);
            assertThat(one.penalty()).isCloseTo(full * Math.min(1, iteration / 4.0), within(1e-12));
            assertThat(epochs.penalty()).isCloseTo(full * Math.min(1, iteration / 2.0), within(1e-12));
        }
    }

    @Test
    void refusesAnEmptyTrainingSetAndNegativeWarmUps() {
        VariationalDropout noise = VariationalDropout.of(1);

        assertThatThrownBy(() -> VariationalDropout.of(0))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0)");
        assertThatThrownBy(() -> noise.warmUpEpochs(-1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1)");
        assertThatThrownBy(() -> noise.warmUpIterations(-2))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-2)");
    }
}
