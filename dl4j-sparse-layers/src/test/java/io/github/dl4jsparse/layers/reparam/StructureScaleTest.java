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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class StructureScaleTest {

    @Test
    void aScaleMultipliesTheWeightsOfItsUnit() {
        OneArray one = new OneArray(StructureScale.learningRate(.1), 2, 2)
                .weights(.5, -.2, .4, -.3)
                .extra(0, .5, 0);

        assertThat(one.forward(true)).containsExactly(.25, -.1, 0, 0);
        assertThat(Double.doubleToRawLongBits(one.forward(true)[3])).isZero();
        assertThat(one.backward(1, 2, 3, 4)).containsExactly(.5, 1, 0, 0);
        assertThat(one.extraGradient(0)).containsExactly(new double[] {.1, 0}, within(1e-12));
    }

    @Test
    void aScaleOfOneIsThePlainLayerBitForBit() {
        MultiLayerNetwork wrapped = WrappedNetworks.layered(
                LayerKind.CONV_2D, StructureScale.learningRate(.1), builder -> builder.updater(new Adam(0.01)));
        MultiLayerNetwork bare = TinyNetworks.network(LayerKind.CONV_2D, builder -> builder.updater(new Adam(0.01)));
        DataSet data = TinyNetworks.data(LayerKind.Data.IMAGE, 4, 1);

        assertThat(TinyNetworks.bits(wrapped.output(data.getFeatures())))
                .isEqualTo(TinyNetworks.bits(bare.output(data.getFeatures())));
    }

    @ParameterizedTest
    @EnumSource(
            value = LayerKind.class,
            names = {"DENSE", "CONV_2D"})
    void aUnitWithScaleZeroGivesNothingWhateverItsBias(LayerKind kind) {
        MultiLayerNetwork net = WrappedNetworks.layered(
                kind, StructureScale.learningRate(.1), builder -> builder.updater(new Adam(0.01)));
        net.getParam("0_b").assign(5);
        net.getParam("0_scaleW").putScalar(1, 0);

        INDArray activations = net.feedForward(
                        TinyNetworks.data(kind.data(), 3, 1).getFeatures())
                .get(1);

        INDArray unit = activations.slice(1, 1);
        assertThat(unit.norm1Number().doubleValue()).isZero();
        assertThat(activations.slice(0, 1).norm1Number().doubleValue()).isPositive();
    }

    @Test
    void trainingRemovesUnitsAndNeverMakesAScaleNegative() {
        MultiLayerNetwork net = WrappedNetworks.layered(
                LayerKind.DENSE, StructureScale.learningRate(.1).gamma(.3), builder -> builder.updater(new Adam(0.01)));

        for (int step = 0; step < 60; step++) {
            net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 8, step));
            assertThat(net.getParam("0_scaleW").minNumber().doubleValue()).isNotNegative();
        }

        double[] scale = net.getParam("0_scaleW").toDoubleVector();
        assertThat(scale).contains(0);
    }

    @Test
    void thePenaltyIsPartOfTheScore() {
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 8, 1);
        MultiLayerNetwork without = WrappedNetworks.layered(
                LayerKind.DENSE, StructureScale.learningRate(.1).gamma(0), builder -> builder);
        MultiLayerNetwork with = WrappedNetworks.layered(
                LayerKind.DENSE, StructureScale.learningRate(.1).gamma(.01), builder -> builder);

        assertThat(with.score(data)).isCloseTo(without.score(data) + .01 * (5 + 3), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesPenaltiesThatAreNone(double gamma) {
        StructureScale scale = StructureScale.learningRate(.1);

        assertThatThrownBy(() -> scale.gamma(gamma))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + gamma + ")");
    }
}
