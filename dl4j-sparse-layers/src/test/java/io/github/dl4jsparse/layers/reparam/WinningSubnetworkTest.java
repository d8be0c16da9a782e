package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class WinningSubnetworkTest {

    @Test
    void weightsAndScoresAreTrainedTogether() {
        OneArray one = new OneArray(WinningSubnetwork.keeping(.5), 4, 1)
                .weights(1, 2, -3, 4)
                .extra(0, .1, -.4, .3, -.2)
                .extra(1, 0, 1, 0, 0);

        assertThat(one.forward(true)).containsExactly(0, 2, -3, 0);
        assertThat(one.backward(5, 6, 7, 8)).containsExactly(0, 0, 7, 0);
        assertThat(one.extraGradient(0)).containsExactly(5, -12, -21, -32);
        assertThat(one.extraGradient(1)).containsExactly(0, 0, 0, 0);
    }

    /** The authors keep those from the threshold on, which is number 1 + round((1 - c)(n - 1)) of n in order. */
    @ParameterizedTest
    @CsvSource({"1, 10", "0.5, 6", "0.3, 4", "0.1, 2", "0.01, 1", "1e-12, 1"})
    void countsAsTheAuthorsDo(double kept, long expected) {
        double[] ones = new double[10];
        Arrays.fill(ones, 1);
        OneArray one = new OneArray(WinningSubnetwork.keeping(kept), 10, 1)
                .weights(ones)
                .extra(0, ones);

        double[] effective = one.forward(true);

        assertThat(Arrays.stream(effective).filter(w -> w != 0).count()).isEqualTo(expected);
        assertThat(effective).startsWith(1);
    }

    @Test
    void frozenWeightsKeepTheirBitsWhateverTheStepDoes() {
        MultiLayerNetwork net = WrappedNetworks.layered(
                LayerKind.DENSE,
                WinningSubnetwork.keeping(.5),
                builder -> builder.updater(new Adam(0.05)).l2(0.1).constrainWeights(new MaxNormConstraint(.2, 1)));
        net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 0));
        Layer layer = net.getLayer(0);
        INDArray frozen = Nd4j.zeros(DataType.FLOAT, layer.getParam("W").shape());
        for (long column = 0; column < frozen.columns(); column += 2) {
            frozen.getColumn(column).assign(1);
        }
        int[] before = TinyNetworks.bits(layer.getParam("W"));

        layer.setParam("frozenW", frozen);
        for (int step = 1; step < 5; step++) {
            net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, step));
        }

        int[] after = TinyNetworks.bits(layer.getParam("W"));
        int[] flags = TinyNetworks.bits(frozen);
        for (int k = 0; k < after.length; k++) {
            assertThat(after[k] == before[k]).as("weight " + k).isEqualTo(flags[k] != 0);
        }
        assertThat(TinyNetworks.bits(layer.getParam("frozenW"))).isEqualTo(flags);
    }

    @Test
    void whatIsFrozenAmidAStepKeepsWhatTheStepHasWritten() {
        OneArray one = new OneArray(WinningSubnetwork.keeping(1), 2, 1)
                .weights(1, 2)
                .extra(0, 1, 1)
                .extra(1, 1, 0);
        one.forward(true);

        one.weights(7, 8).extra(1, 1, 1);
        one.afterStep();

        assertThat(one.weights()).containsExactly(1, 8);
    }

    @Test
    void refusesFrozenPositionsOfAnotherShape() {
        MultiLayerNetwork net =
                WrappedNetworks.layered(LayerKind.DENSE, WinningSubnetwork.keeping(.5), builder -> builder);
        INDArray wrong = Nd4j.zeros(DataType.FLOAT, 5, 6);

        assertThatThrownBy(() -> net.getLayer(0).setParam("frozenW", wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frozenW")
                .hasMessageContaining("[5, 6]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -.5, 1.5, 50, Double.NaN})
    void refusesFractionsOutsideOfTheirRange(double kept) {
        assertThatThrownBy(() -> WinningSubnetwork.keeping(kept))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + kept + ")");
    }
}
