package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

class PowerpropTest {

    @Test
    void theWorkedCase() {
        OneArray one = new OneArray(Powerprop.alpha(2), 2, 1).weights(.5, .1);

        assertThat(one.forward(true)).containsExactly(new double[] {.25, .01}, within(1e-15));
        assertThat(one.backward(1, 1)).containsExactly(new double[] {1, .2}, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.375, 2, 3, 4.5})
    void isFiniteAtZeroAndKeepsSigns(double alpha) {
        OneArray one = new OneArray(Powerprop.alpha(alpha), 3, 1).weights(0, -.3, .3);

        double[] used = one.forward(true);
        double[] gradient = one.backward(1, 1, 1);

        assertThat(used[0]).isZero();
        assertThat(used[1]).isEqualTo(-used[2]).isCloseTo(-Math.pow(.3, alpha), within(1e-15));
        assertThat(gradient[0]).isEqualTo(alpha == 1 ? 1 : 0);
        assertThat(gradient[1]).isEqualTo(gradient[2]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.375, 3})
    void startsWithTheLayersOwnWeights(double alpha) {
        Powerprop member = Powerprop.alpha(alpha);
        for (double w : new double[] {-.7, 0, .01, 2}) {
            double v = member.initialWeight(null, w);
            assertThat(Math.signum(v) * Math.pow(Math.abs(v), alpha)).isCloseTo(w, within(1e-15));
        }
    }

    @Test
    void theFirstPowerIsThePlainLayerBitForBit() {
        MultiLayerNetwork wrapped = WrappedNetworks.layered(
                LayerKind.CONV_2D, Powerprop.alpha(1), builder -> builder.updater(new Adam(0.01)));
        MultiLayerNetwork bare = TinyNetworks.network(LayerKind.CONV_2D, builder -> builder.updater(new Adam(0.01)));

        for (int step = 0; step < 5; step++) {
            wrapped.fit(TinyNetworks.data(LayerKind.Data.IMAGE, 4, step));
            bare.fit(TinyNetworks.data(LayerKind.Data.IMAGE, 4, step));
        }

        assertThat(TinyNetworks.parameters(wrapped)).isEqualTo(TinyNetworks.parameters(bare));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.999, -2, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesPowersBelowOne(double alpha) {
        assertThatThrownBy(() -> Powerprop.alpha(alpha))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + alpha + ")");
    }
}
