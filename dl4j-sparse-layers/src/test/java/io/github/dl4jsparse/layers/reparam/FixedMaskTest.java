package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class FixedMaskTest {

    @Test
    void weightsAndGradientsAreMasked() {
        OneArray one = new OneArray(FixedMask.dense(), 3, 1).weights(1, -2, 3).extra(0, 1, 0, 1);

        double[] used = one.forward(true);

        assertThat(used).containsExactly(1, 0, 3);
        assertThat(Double.doubleToRawLongBits(used[1])).isZero();
        assertThat(one.backward(4, 5, 6)).containsExactly(4, 0, 6);
        assertThat(one.extraGradient(0)).containsExactly(0, 0, 0);
    }

    @Test
    void aStepLeavesNothingAtInactivePositions() {
        OneArray one =
                new OneArray(FixedMask.dense(), 3, 1).weights(1, -2, -0.0).extra(0, 1, 0, 0);

        one.afterStep();

        assertThat(one.weights()).containsExactly(1, 0.0, 0.0);
        assertThat(Double.doubleToRawLongBits(one.weights()[2])).isZero();
    }

    @Test
    void bitsOfSinglePrecisionGiveWhatConvertedNumbersGive() {
        double[] numbers = {1.5, -0.0, 0.0, Float.MIN_VALUE, -Float.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.NaN};
        double[] mask = {1, 0.5, Math.nextDown(0.5f), 0, -0.0, -1, Double.POSITIVE_INFINITY};
        int size = 1500;
        double[] w = new double[size];
        double[] m = new double[size];
        for (int k = 0; k < size; k++) {
            w[k] = numbers[k % 7];
            m[k] = mask[k / 7 % 7];
        }

        double[][] single = passes(DataType.FLOAT, w, m);
        double[][] converted = passes(DataType.DOUBLE, w, m);

        for (int pass = 0; pass < 3; pass++) {
            for (int k = 0; k < size; k++) {
                assertThat(Double.doubleToLongBits(single[pass][k]))
                        .as("pass %s, number %s, mask %s", pass, w[k], m[k])
                        .isEqualTo(Double.doubleToLongBits(converted[pass][k]))
                        .isEqualTo(Double.doubleToLongBits(m[k] >= 0.5 ? w[k] : 0.0));
            }
        }
    }

    /** What forward and backward pass and a step make of the same numbers. */
    private static double[][] passes(DataType type, double[] numbers, double... mask) {
        WeightArray array = new WeightArray("layer", "W", numbers.length, 1, 1, numbers.length, 1, 2);
        OneArray one =
                new OneArray(FixedMask.dense(), array, type).weights(numbers).extra(0, mask);
        double[] used = one.forward(true);
        double[] gradient = one.backward(numbers);
        assertThat(one.extraGradient(0)).containsOnly(0);
        one.afterStep();
        return new double[][] {used, gradient, one.weights()};
    }

    @Test
    void averagesThatAreAlmostOneAreActive() {
        OneArray one = new OneArray(FixedMask.dense(), 2, 1).weights(1, 2).extra(0, .9999, 1e-4);

        assertThat(one.forward(false)).containsExactly(1, 0);
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void aFullMaskTrainsAsTheBareLayer(LayerKind kind) {
        MultiLayerNetwork wrapped = WrappedNetworks.layered(
                kind,
                FixedMask.dense(),
                builder -> builder.updater(new Adam(0.01)).l2(0.1));
        MultiLayerNetwork bare = TinyNetworks.network(
                kind, builder -> builder.updater(new Adam(0.01)).l2(0.1));

        for (int step = 0; step < 4; step++) {
            wrapped.fit(TinyNetworks.data(kind.data(), 4, step));
            bare.fit(TinyNetworks.data(kind.data(), 4, step));
        }

        bare.paramTable()
                .forEach((key, array) -> assertThat(TinyNetworks.bits(wrapped.getParam(key)))
                        .as(key)
                        .isEqualTo(TinyNetworks.bits(array)));
    }

    @Test
    void aMaskThatIsSetFromOutsideHoldsThroughTraining() {
        MultiLayerNetwork net = WrappedNetworks.layered(
                LayerKind.DENSE,
                FixedMask.dense(),
                builder -> builder.updater(new Adam(0.01)).l2(0.1));
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 4, 1);
        for (int step = 0; step < 3; step++) {
            net.fit(data);
        }
        Layer layer = net.getLayer(0);
        INDArray mask = Nd4j.ones(layer.getParam("W").shape());
        mask.getColumn(1).assign(0);
        INDArray dense = layer.getParam("W").dup();

        layer.setParam("maskW", mask);
        INDArray masked = net.output(data.getFeatures());
        layer.getParam("W").muli(mask);
        assertThat(TinyNetworks.bits(net.output(data.getFeatures()))).isEqualTo(TinyNetworks.bits(masked));
        layer.getParam("W").assign(dense);
        for (int step = 0; step < 3; step++) {
            net.fit(data);
        }

        assertThat(TinyNetworks.bits(layer.getParam("W").getColumn(1).dup())).containsOnly(0);
        assertThat(layer.getParam("W").getColumn(0).dup()).isNotEqualTo(dense.getColumn(0));
        assertThat(TinyNetworks.bits(layer.getParam("maskW"))).isEqualTo(TinyNetworks.bits(mask));
    }
}
