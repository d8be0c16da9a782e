package io.github.dl4jsparse.layers.proximal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

class ProximalStepTest {

    /** One step as DL4J makes it: regularisation, updater, regularisation, subtraction. */
    private static void step(INDArray x, INDArray g, double lr, double gamma, GradientUpdater<?> updater) {
        new ProximalL1(gamma).apply(x, g, lr, 0, 0);
        updater.applyUpdater(g, 0, 0);
        new NonNegativeStep().apply(x, g, lr, 0, 0);
        x.subi(g);
    }

    private static INDArray vector(DataType type, double... values) {
        return Nd4j.createFromArray(values).castTo(type);
    }

    private static GradientUpdater<?> nesterovs(INDArray momentum, double lr, double mu) {
        return new Nesterovs(lr, mu).instantiate(momentum, false);
    }

    @Test
    void theWorkedCases() {
        INDArray x = vector(DataType.DOUBLE, 1);
        INDArray momentum = vector(DataType.DOUBLE, 0);
        step(x, vector(DataType.DOUBLE, 2), .1, .5, nesterovs(momentum, .1, .9));
        assertThat(x.getDouble(0)).isCloseTo(.525, within(1e-12));
        assertThat(momentum.getDouble(0)).isCloseTo(-.25, within(1e-12));

        x = vector(DataType.DOUBLE, .01);
        momentum = vector(DataType.DOUBLE, 0);
        step(x, vector(DataType.DOUBLE, 0), .1, 1, nesterovs(momentum, .1, .9));
        assertThat(Double.doubleToRawLongBits(x.getDouble(0))).isZero();
        assertThat(momentum.getDouble(0)).isCloseTo(-.01, within(1e-12));
    }

    @Test
    void followsThePaperOverManySteps() {
        double mu = .9;
        double lr = .05;
        double gamma = .3;
        double lambda = 1;
        double mom = 0;
        INDArray x = vector(DataType.DOUBLE, 1);
        GradientUpdater<?> updater = nesterovs(vector(DataType.DOUBLE, 0), lr, mu);
        for (int t = 0; t < 60; t++) {
            double g = Math.sin(t);
            double moved = lambda - lr * g;
            double z = Math.signum(moved) * Math.max(0, Math.abs(moved) - lr * gamma);
            mom = mu * mom + z - lambda;
            lambda = Math.max(0, z + mu * mom);

            step(x, vector(DataType.DOUBLE, g), lr, gamma, updater);

            assertThat(x.getDouble(0)).isCloseTo(lambda, within(1e-9));
        }
        assertThat(x.getDouble(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, 0", "FLOAT, 0.9", "DOUBLE, 0", "DOUBLE, 0.5"})
    void whatIsRemovedIsExactlyZeroAndStaysSo(DataType type, double mu) {
        INDArray x = vector(type, .003, .0171, .7, .0299);
        GradientUpdater<?> updater = nesterovs(vector(type, 0, 0, 0, 0), .1, mu);

        for (int t = 0; t < 3; t++) {
            step(x, vector(type, 0, 0, -.2, 0), .1, .3, updater);
            assertThat(x.getDouble(0)).isZero();
            assertThat(x.getDouble(1)).isZero();
            assertThat(x.getDouble(3)).isZero();
            assertThat(x.getDouble(2)).isPositive();
        }
    }

    @Test
    void aStrongPullBringsBackWhatWasZero() {
        INDArray x = vector(DataType.FLOAT, 0);

        step(x, vector(DataType.FLOAT, -2), .1, .5, nesterovs(vector(DataType.FLOAT, 0), .1, 0));

        assertThat(x.getDouble(0)).isCloseTo(.15, within(1e-6));
    }

    @Test
    void aLearningRateOfZeroChangesNothing() {
        INDArray g = vector(DataType.FLOAT, 3);

        new ProximalL1(.5).apply(vector(DataType.FLOAT, 1), g, 0, 0, 0);

        assertThat(g.getDouble(0)).isEqualTo(3);
    }

    @Test
    void theScoreIsThePenalty() {
        assertThat(new ProximalL1(.5).score(vector(DataType.DOUBLE, 1, -2), 0, 0))
                .isEqualTo(1.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesPenaltiesThatAreNone(double gamma) {
        assertThatThrownBy(() -> new ProximalL1(gamma))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + gamma + ")");
    }
}
