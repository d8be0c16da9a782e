package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class ThresholdBitsTest {

    private static final double[] MAGNITUDES = {
        0,
        Float.MIN_VALUE,
        2 * Float.MIN_VALUE,
        Math.nextDown(.1f),
        .1f,
        Math.nextUp(.1f),
        1.5,
        Float.MAX_VALUE,
        Double.POSITIVE_INFINITY
    };
    private static final double[] THRESHOLDS = {0, -0.0, Float.MIN_VALUE, .1f, -.1f, Float.MAX_VALUE, -Float.MAX_VALUE};
    private static final int INPUTS = NumberBlocks.SIZE / 3 + 5;

    @ParameterizedTest
    @EnumSource(
            value = ThresholdMask.Scope.class,
            names = {"OUTPUT_UNIT", "ARRAY"})
    void singlePrecisionGivesTheBitsOfConvertedNumbers(ThresholdMask.Scope scope) {
        int units = THRESHOLDS.length;
        double[] w = new double[INPUTS * units];
        for (int k = 0; k < w.length; k++) {
            int last = k >= w.length - INPUTS ? MAGNITUDES.length : MAGNITUDES.length - 1; // infinite in one block only
            w[k] = (k / 2 % 2 == 0 ? 1 : -1) * MAGNITUDES[k % last];
        }
        for (int shift = 0; shift < units; shift++) {
            double[] t = new double[scope == ThresholdMask.Scope.ARRAY ? 1 : units];
            for (int u = 0; u < t.length; u++) {
                t[u] = THRESHOLDS[(u + shift) % units];
            }

            double[] single = forward(scope, DataType.FLOAT, w, t);
            double[] converted = forward(scope, DataType.DOUBLE, w, t);

            for (int k = 0; k < w.length; k++) {
                double threshold = t[t.length == 1 ? 0 : k / INPUTS];
                double used = Math.abs(w[k]) > threshold && w[k] != 0 ? w[k] : 0.0;
                assertThat(bits(single[k]))
                        .as("weight %s, threshold %s", w[k], threshold)
                        .isEqualTo(bits(converted[k]))
                        .isEqualTo(bits(used));
            }
        }
    }

    private static double[] forward(ThresholdMask.Scope scope, DataType type, double[] w, double... t) {
        WeightArray array = new WeightArray("layer", "W", w.length, w.length / INPUTS, INPUTS, INPUTS, 1, 2);
        return new OneArray(ThresholdMask.of(scope), array, type)
                .weights(w)
                .extra(0, t)
                .forward(false);
    }

    private static int bits(double number) {
        return Float.floatToRawIntBits((float) number);
    }
}
