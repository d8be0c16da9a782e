package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HardConcreteGateTest {

    @Test
    void theWorkedCase() {
        assertThat(HardConcreteGate.open(0)).isCloseTo(.8318, within(5e-5));
        assertThat(HardConcreteGate.meanGate(0)).isCloseTo(.5, within(1e-15));
        assertThat(HardConcreteGate.meanGate(-2.399)).isZero();
        assertThat(HardConcreteGate.meanGate(-2.397)).isPositive();
        assertThat(HardConcreteGate.meanGate(2.4)).isEqualTo(1);
    }

    @Test
    void inputUnitsOfAMatrixHaveGates() {
        OneArray one = new OneArray(HardConcreteGate.of(100), 2, 2)
                .weights(.5, -.2, .4, -.3)
                .extra(0, 0, -3);

        assertThat(one.forward(false)).containsExactly(new double[] {.25, 0, .2, 0}, within(1e-15));
        assertThat(Double.doubleToRawLongBits(one.forward(false)[1])).isZero();
    }

    @Test
    void outputMapsOfAConvolutionHaveGates() {
        WeightArray kernels = new WeightArray("layer", "W", 4, 2, 2, 2, 1, 4); // 1 x 1
        OneArray one = new OneArray(HardConcreteGate.of(100), kernels)
                .weights(.5, -.2, .4, -.3)
                .extra(0, 0, 9);

        assertThat(one.forward(false)).containsExactly(new double[] {.25, -.1, .4, -.3}, within(1e-15));
    }

    @Test
    void gatesAreDrawnForEachTrainingPass() {
        OneArray one = new OneArray(HardConcreteGate.of(100), 1000, 1);
        double[] ones = new double[1000];
        Arrays.fill(ones, 1);
        one.weights(ones).extra(0, new double[1000]);

        Nd4j.getRandom().setSeed(3);
        double[] first = one.forward(true);
        double[] second = one.forward(true);
        Nd4j.getRandom().setSeed(3);

        assertThat(one.forward(true)).containsExactly(first).isNotEqualTo(second);
        assertThat(Arrays.stream(first).filter(z -> z > 0).count() / 1000.0).isCloseTo(.8318, within(.04));
        assertThat(Arrays.stream(first).filter(z -> z == 1).count() / 1000.0).isCloseTo(1 - .8318, within(.04));
        assertThat(Arrays.stream(first).average().orElseThrow()).isCloseTo(.5, within(.04));
    }

    @Test
    void gatesThatAreClosedOrOpenedFullyLearnNothing() {
        OneArray one = new OneArray(HardConcreteGate.of(100), 200, 1);
        double[] ones = new double[200];
        Arrays.fill(ones, 1);
        one.weights(ones).extra(0, new double[200]);

        double[] gates = one.forward(true);
        double[] gradient = one.backward(ones);

        assertThat(gradient).containsExactly(gates);
        for (int g = 0; g < 200; g++) {
            assertThat(one.extraGradient(0)[g] != 0).isEqualTo(gates[g] > 0 && gates[g] < 1);
        }
    }

    @Test
    void thePenaltyCountsTheWeightsOfAGroupInTheTrainingSet() {
        ExtraParameter extra = HardConcreteGate.of(100)
                .lambda(2)
                .extras(new WeightArray("layer", "W", 15, 5, 3, 3, 1, 2))
                .get(0);
        INDArray logAlpha = Nd4j.createFromArray(0.0, 0.0, 0.0).reshape(1, 3);
        INDArray gradient = Nd4j.createFromArray(1.0, 0.0, 0.0).reshape(1, 3);

        extra.regularization().get(0).apply(logAlpha, gradient, 0.1, 0, 0);

        double open = HardConcreteGate.open(0);
        assertThat(extra.regularization().get(0).score(logAlpha, 0, 0)).isCloseTo(2.0 * 15 / 100 * open, within(1e-12));
        assertThat(gradient.getDouble(0)).isCloseTo(1 + 2.0 * 5 / 100 * open * (1 - open), within(1e-12));
        assertThat(gradient.getDouble(1)).isCloseTo(2.0 * 5 / 100 * open * (1 - open), within(1e-12));
    }

    @Test
    void weightDecayCountsAsFarAsGatesAreOpen() {
        OneArray one = new OneArray(HardConcreteGate.of(10).weightDecay(3), 2, 1)
                .weights(.5, -.2)
                .extra(0, 0, 1);
        one.forward(false);

        double expected = 3 / 2.0 / 10 * (.25 * HardConcreteGate.open(0) + .04 * HardConcreteGate.open(1));
        assertThat(one.penalty()).isCloseTo(expected, within(1e-15));
    }

    @Test
    void gatesAreKeptInTheirRangeAfterEachStep() {
        OneArray one = new OneArray(HardConcreteGate.of(100), 3, 1).extra(0, -5, 1, 7);

        one.afterStep();

        assertThat(one.extra(0)).containsExactly(new double[] {Math.log(.01), 1, Math.log(100)}, within(1e-12));
    }

    @Test
    void gatesStartAtTheDropRate() {
        double[] start = new OneArray(HardConcreteGate.of(100).dropRate(.2), 500, 1).extra(0);

        assertThat(Arrays.stream(start).average().orElseThrow()).isCloseTo(Math.log(4), within(.002));
        assertThat(start).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -.5, 50, Double.NaN})
    void refusesDropRatesThatAreNone(double rate) {
        HardConcreteGate gate = HardConcreteGate.of(100);

        assertThatThrownBy(() -> gate.dropRate(rate))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + rate + ")");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesPenaltiesThatAreNone(double weight) {
        HardConcreteGate gate = HardConcreteGate.of(100);

        assertThatThrownBy(() -> gate.lambda(weight))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + weight + ")");
        assertThatThrownBy(() -> gate.weightDecay(weight))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + weight + ")");
    }

    @Test
    void refusesAnEmptyTrainingSet() {
        assertThatThrownBy(() -> HardConcreteGate.of(0))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0)");
    }
}
