package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class PiggybackTest {

    @Test
    void aWeightIsUsedAboveTheThreshold() {
        OneArray one =
                new OneArray(Piggyback.binary(), 4, 1).weights(.5, -2, 3, 4).extra(0, .006, .004, .005, -7);

        assertThat(one.forward(true)).containsExactly(.5, 0, 0, 0);
        assertThat(one.backward(1, 2, 3, 4)).containsExactly(0, 0, 0, 0);
        assertThat(one.extraGradient(0)).containsExactly(.5, -4, 9, 16);
    }

    @Test
    void aTernaryMaskTurnsTheSignBelowTheOtherThreshold() {
        OneArray one = new OneArray(Piggyback.ternary(), 5, 1)
                .weights(.5, -2, 3, 4, -5)
                .extra(0, .006, 0, .005, -1e-9, -7);

        assertThat(one.forward(true)).containsExactly(.5, 0, 0, -4, 5);
        one.backward(1, 1, 1, 1, 1);
        assertThat(one.extraGradient(0)).containsExactly(.5, -2, 3, 4, -5);
    }

    @Test
    void whatIsNotUsedIsPositiveZero() {
        OneArray one = new OneArray(Piggyback.binary(), 1, 1).weights(-2).extra(0, -1);

        assertThat(Double.doubleToRawLongBits(one.forward(true)[0])).isZero();
    }

    @Test
    void scoresStartJustAboveTheThresholdUnlessAsked() {
        assertThat(new OneArray(Piggyback.binary(), 2, 1).extra(0)).containsExactly(.01, .01);
        assertThat(new OneArray(Piggyback.binary().start(.3), 2, 1).extra(0)).containsExactly(.3, .3);
        double[] drawn = new OneArray(Piggyback.ternary().uniformStart(.01), 50, 2).extra(0);
        assertThat(drawn).doesNotHaveDuplicates();
        assertThat(Arrays.stream(drawn).map(Math::abs).max().orElseThrow()).isBetween(.009, .01);
    }

    @Test
    void anEmptyMaskIsToldOnce() {
        OneArray one = new OneArray(Piggyback.binary(), 2, 1).weights(1, 2).extra(0, -1, -1);

        one.forward(true);
        one.forward(true);

        assertThat(one.events)
                .singleElement()
                .satisfies(event -> assertThat(event.what()).contains("(2)"));
    }

    @Test
    void aScoreThatIsNoNumberShows() {
        OneArray one = new OneArray(Piggyback.binary(), 2, 1).weights(1, 2).extra(0, Double.NaN, 1);

        assertThat(one.forward(false)).containsExactly(Double.NaN, 2);
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void startsAsTheWrappedLayerAndTrainsScoresOnly(LayerKind kind) {
        MultiLayerNetwork wrapped = WrappedNetworks.layered(
                kind,
                Piggyback.binary().scoreUpdater(new Adam(0.01)),
                builder -> builder.updater(new Adam(0.01)).l2(0.1).l1Bias(0.1).biasInit(0.2));
        MultiLayerNetwork bare = TinyNetworks.network(kind, builder -> builder.biasInit(0.2));
        DataSet data = TinyNetworks.data(kind.data(), 4, 1);
        assertThat(TinyNetworks.bits(wrapped.output(data.getFeatures())))
                .isEqualTo(TinyNetworks.bits(bare.output(data.getFeatures())));
        double before = wrapped.score(data);

        for (int step = 0; step < 5; step++) {
            wrapped.fit(data);
        }

        bare.paramTable()
                .forEach((key, array) -> assertThat(TinyNetworks.bits(wrapped.getParam(key)))
                        .as(key)
                        .isEqualTo(TinyNetworks.bits(array)));
        assertThat(wrapped.score(data)).isNotEqualTo(before);
    }

    @Test
    void aStepMovesAScoreByTheGradientTimesTheWeight() {
        MultiLayerNetwork net = WrappedNetworks.layered(
                LayerKind.DENSE, Piggyback.binary().scoreUpdater(new Sgd(0.5)), builder -> builder);
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 1, 1);
        MultiLayerNetwork bare = TinyNetworks.network(LayerKind.DENSE, builder -> builder);
        bare.setInput(data.getFeatures());
        bare.setLabels(data.getLabels());
        bare.computeGradientAndScore();
        INDArray moved = bare.gradient().getGradientFor("0_W").mul(bare.getParam("0_W"));

        net.fit(data);

        INDArray scores = net.getParam("0_scoreW");
        for (long row = 0; row < scores.rows(); row++) {
            for (long column = 0; column < scores.columns(); column++) {
                assertThat(scores.getDouble(row, column))
                        .isCloseTo(.01 - .5 * moved.getDouble(row, column), within(1e-7));
            }
        }
    }

    @Test
    void refusesThresholdsOutOfOrder() {
        assertThatThrownBy(() -> Piggyback.binary().thresholds(.1, .05))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0.1)")
                .hasMessageContaining("(0.05)");
        assertThatThrownBy(() -> Piggyback.ternary().threshold(-.1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThat(Piggyback.binary().threshold(-.1)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
    void refusesWhatIsNoNumber(double number) {
        assertThatThrownBy(() -> Piggyback.binary().threshold(number)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Piggyback.binary().start(number)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Piggyback.binary().uniformStart(number))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }
}
