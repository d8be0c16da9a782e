package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class SupermaskTest {

    private static long used(double... effective) {
        return Arrays.stream(effective).filter(w -> w != 0).count();
    }

    @Test
    void theLargestMagnitudesAreUsed() {
        OneArray one =
                new OneArray(Supermask.topK(.5), 4, 1).weights(1, 2, -3, 4).extra(0, .1, -.4, .3, -.2);

        assertThat(one.forward(true)).containsExactly(0, 2, -3, 0);
        assertThat(one.backward(1, 1, 1, 1)).containsExactly(0, 0, 0, 0);
        assertThat(one.extraGradient(0)).containsExactly(1, -2, -3, -4);
    }

    @Test
    void scoresFromZeroOnAreUsed() {
        OneArray one =
                new OneArray(Supermask.threshold(), 4, 1).weights(1, 2, -3, 4).extra(0, .1, -.4, 0, -1e-9);

        assertThat(one.forward(true)).containsExactly(1, 0, -3, 0);
        one.backward(1, 2, 3, 4);
        assertThat(one.extraGradient(0)).containsExactly(1, 4, -9, 16);
    }

    @Test
    void aNegativeZeroIsUsedAndAScoreThatIsNoNumberShows() {
        OneArray threshold = new OneArray(Supermask.threshold(), 3, 1)
                .weights(1, 2, -3)
                .extra(0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY);
        OneArray top = new OneArray(Supermask.topK(.5), 2, 1).weights(1, 2).extra(0, Double.NaN, 1);

        assertThat(threshold.forward(true)).containsExactly(1, Double.NaN, 0);
        assertThat(top.forward(false)).containsExactly(Double.NaN, 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "0.9, 9", "0.5, 5", "0.3, 3", "0.1, 1", "0.05, 1", "0.55, 6", "1e-9, 1"})
    void theShareThatIsUsedIsRoundedUp(double k, long expected) {
        double[] ones = new double[10];
        Arrays.fill(ones, 1);
        OneArray one = new OneArray(Supermask.topK(k), 10, 1).weights(ones);

        assertThat(used(one.forward(true))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "2, 60", "3.3, 99", "3.5, 100", "32, 100"})
    void theShareBySizeIsAtMostHalf(double sigma, long expected) {
        double[] ones = new double[200];
        Arrays.fill(ones, 1);
        OneArray one = new OneArray(Supermask.erdosRenyi(sigma), 10, 20).weights(ones);

        assertThat(used(one.forward(true))).isEqualTo(expected);
    }

    @Test
    void aDrawnMaskFollowsTheSigmoidAndRepeatsWithTheGenerator() {
        double[] ones = new double[10_000];
        Arrays.fill(ones, 1);
        double[] scores = new double[10_000];
        Arrays.fill(scores, Math.log(.2 / .8));
        OneArray one =
                new OneArray(Supermask.bernoulli(), 100, 100).weights(ones).extra(0, scores);

        Nd4j.getRandom().setSeed(5);
        double[] first = one.forward(true);
        double[] second = one.forward(true);
        Nd4j.getRandom().setSeed(5);
        double[] again = one.forward(true);

        assertThat(used(first)).isBetween(1800L, 2200L);
        assertThat(second).isNotEqualTo(first);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aDrawnMasksGradientGoesThroughTheSigmoid() {
        OneArray one = new OneArray(Supermask.bernoulli(), 2, 1).weights(2, -3);
        assertThat(one.extra(0)).containsExactly(0, 0);
        one.extra(0, 0, Math.log(.2 / .8));

        one.forward(true);
        one.backward(1, 10);

        assertThat(one.extraGradient(0)).containsExactly(new double[] {.5, -30 * .16}, within(1e-12));
    }

    @Test
    void nothingIsDrawnAtInference() {
        OneArray one =
                new OneArray(Supermask.bernoulli(), 3, 1).weights(1, 2, 3).extra(0, 0, -.01, .01);
        Nd4j.getRandom().setSeed(5);
        long next = Nd4j.getRandom().nextLong();
        Nd4j.getRandom().setSeed(5);

        assertThat(one.forward(false)).containsExactly(1, 0, 3);
        assertThat(Nd4j.getRandom().nextLong()).isEqualTo(next);
    }

    @Test
    void rescalingDividesByTheShareThatIsUsed() {
        OneArray threshold = new OneArray(Supermask.threshold().rescaled(), 5, 1)
                .weights(1, 2, 3, 4, 5)
                .extra(0, 1, 1, -1, -1, -1);
        OneArray top = new OneArray(Supermask.topK(.4).rescaled(), 5, 1)
                .weights(1, 2, 3, 4, 5)
                .extra(0, 1, 1, 0, 0, 0);

        assertThat(threshold.forward(true)).containsExactly(2.5, 5, 0, 0, 0);
        assertThat(top.forward(true)).containsExactly(2.5, 5, 0, 0, 0);
        threshold.backward(1, 1, 1, 1, 1);
        assertThat(threshold.extraGradient(0)).containsExactly(2.5, 5, 7.5, 10, 12.5);
    }

    @Test
    void rescalingAMaskThatIsDrawnCountsItsOwnDraw() {
        double[] ones = new double[3000];
        Arrays.fill(ones, 1);
        OneArray one = new OneArray(Supermask.bernoulli().rescaled(), 100, 30).weights(ones);

        double[] effective = one.forward(true);

        assertThat(used(effective)).isBetween(1300L, 1700L);
        assertThat(DoubleStream.of(effective).sum()).isCloseTo(3000, within(1e-9));
    }

    @Test
    void aMaskWithoutWeightsIsToldAndGivesZeros() {
        OneArray one = new OneArray(Supermask.threshold().rescaled(), 2, 1)
                .weights(1, 2)
                .extra(0, -1, -1);

        assertThat(one.forward(true)).containsExactly(0, 0);
        assertThat(one.events).hasSize(1);
    }

    @Test
    void weightsStartAsConstantsWithTheSignsThatWereDrawn() {
        WeightArray array = new OneArray(Supermask.threshold(), 8, 3).array;

        assertThat(Supermask.threshold().initialWeight(array, -.01)).isEqualTo(-.5);
        assertThat(Supermask.topK(.5).initialWeight(array, 7)).isEqualTo(.5);
        assertThat(Supermask.topK(.5).drawnWeights().initialWeight(array, 7)).isEqualTo(7);
    }

    @Test
    void scoresStartWithinTheInverseRootOfTheFanIn() {
        double[] scores = new OneArray(Supermask.topK(.5), 25, 40).extra(0);

        assertThat(Arrays.stream(scores).max().orElseThrow()).isBetween(.19, .2);
        assertThat(Arrays.stream(scores).min().orElseThrow()).isBetween(-.2, -.19);
    }

    @ParameterizedTest
    @EnumSource(Supermask.Rule.class)
    void trainsScoresOnly(Supermask.Rule rule) {
        Supermask member = switch (rule) {
            case TOP_K -> Supermask.topK(.5);
            case THRESHOLD -> Supermask.threshold();
            case BERNOULLI -> Supermask.bernoulli();
        };
        for (LayerKind kind : new LayerKind[] {LayerKind.DENSE, LayerKind.CONV_2D, LayerKind.GRAVES_LSTM}) {
            MultiLayerNetwork net = WrappedNetworks.layered(
                    kind, member, builder -> builder.updater(new Adam(0.01)).l2(0.1));
            MultiLayerNetwork fresh = net.clone();
            DataSet data = TinyNetworks.data(kind.data(), 4, 1);

            for (int step = 0; step < 3; step++) {
                net.fit(data);
            }

            fresh.paramTable().forEach((key, array) -> {
                boolean same = Arrays.equals(TinyNetworks.bits(net.getParam(key)), TinyNetworks.bits(array));
                assertThat(same).as(key).isEqualTo(!key.contains("score"));
            });
        }
    }

    @Test
    void weightDecayActsOnScores() {
        double[] moved = new double[2];
        for (int with = 0; with < 2; with++) {
            MultiLayerNetwork net = WrappedNetworks.layered(
                    LayerKind.DENSE, Supermask.topK(.5).scoreL2(with), builder -> builder.updater(new Sgd(0.1)));
            double start = net.getParam("0_scoreW").getDouble(0, 0);
            net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));
            moved[with] = net.getParam("0_scoreW").getDouble(0, 0) + .1 * with * start;
        }

        assertThat(moved[1]).isCloseTo(moved[0], within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -.1, 1.0001, Double.NaN})
    void refusesSharesOutsideOfTheirRange(double k) {
        assertThatThrownBy(() -> Supermask.topK(k))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + k + ")");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesASigmaThatIsNotPositive(double sigma) {
        assertThatThrownBy(() -> Supermask.erdosRenyi(sigma)).isInstanceOf(DL4JInvalidConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAnL2CoefficientThatIsNone(double coefficient) {
        Supermask mask = Supermask.threshold();

        assertThatThrownBy(() -> mask.scoreL2(coefficient)).isInstanceOf(DL4JInvalidConfigException.class);
    }
}
