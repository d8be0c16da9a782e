package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class ScoredWeightTest {

    private static final float TAU = .005f;
    private static final double[] WEIGHTS = {
        1.5, -0.0, 0, .1f, Float.MIN_VALUE, -Float.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.NaN
    };
    private static final double[] SCORES = {
        TAU,
        Math.nextDown(TAU),
        Math.nextUp(TAU),
        -0.0,
        0,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        -TAU,
        Math.nextUp(-TAU),
        Float.MAX_VALUE,
        -Float.MAX_VALUE
    };
    private static final double[] NOT_FINITE = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1};
    private static final int SIZE = 2 * NumberBlocks.SIZE + 300;

    static Stream<Arguments> members() {
        return Stream.of(
                arguments(Piggyback.binary(), predicate(score -> score > 5e-3)),
                arguments(Piggyback.binary().threshold(0), predicate(score -> score > 0)),
                arguments(Piggyback.binary().threshold(-TAU), predicate(score -> score > -TAU)),
                arguments(Piggyback.binary().threshold(1e300), predicate(score -> score > 1e300)),
                arguments(Piggyback.binary().threshold(-1e300), predicate(score -> score > -1e300)),
                arguments(Supermask.threshold(), predicate(score -> score >= 0)));
    }

    private static DoublePredicate predicate(DoublePredicate used) {
        return used;
    }

    @ParameterizedTest
    @MethodSource("members")
    void singlePrecisionGivesTheBitsOfConvertedNumbers(Reparameterization member, DoublePredicate used) {
        double[] w = new double[SIZE];
        double[] s = new double[SIZE];
        double[] g = new double[SIZE];
        for (int k = 0; k < SIZE; k++) {
            w[k] = WEIGHTS[k % WEIGHTS.length];
            g[k] = WEIGHTS[k / WEIGHTS.length % WEIGHTS.length] * 3;
            s[k] = k < NumberBlocks.SIZE ? SCORES[k % SCORES.length] : NOT_FINITE[k % NOT_FINITE.length];
            s[k] = k < 2 * NumberBlocks.SIZE ? s[k] : SCORES[k % SCORES.length];
            g[k] = (float) g[k];
        }

        double[][] single = passes(member, DataType.FLOAT, w, s, g);
        double[][] converted = passes(member, DataType.DOUBLE, w, s, g);

        for (int k = 0; k < SIZE; k++) {
            double effective = Double.isNaN(s[k]) ? Double.NaN : used.test(s[k]) ? w[k] : 0.0;
            assertThat(bits(single[0][k]))
                    .as("weight %s, score %s", w[k], s[k])
                    .isEqualTo(bits(converted[0][k]))
                    .isEqualTo(bits(effective));
            assertThat(bits(single[1][k]))
                    .as("weight %s, gradient %s", w[k], g[k])
                    .isEqualTo(bits(converted[1][k]))
                    .isEqualTo(bits(g[k] * w[k]));
        }
    }

    /** What forward and backward pass make of the same numbers: effective weights, gradient of the scores. */
    private static double[][] passes(Reparameterization member, DataType type, double[] w, double[] s, double... g) {
        OneArray one = new OneArray(member, new WeightArray("layer", "W", SIZE, 1, 1, SIZE, 1, 2), type)
                .weights(w)
                .extra(0, s);
        double[] effective = one.forward(true);
        assertThat(one.backward(g)).containsOnly(0);
        return new double[][] {effective, one.extraGradient(0)};
    }

    private static int bits(double number) {
        return Float.floatToIntBits((float) number);
    }

    @Test
    void anEmptyMaskIsToldInSinglePrecisionToo() {
        OneArray one = new OneArray(
                        Supermask.threshold(), new WeightArray("layer", "W", SIZE, 1, 1, SIZE, 1, 2), DataType.FLOAT)
                .extra(0, filled(-1));

        one.forward(true);
        assertThat(one.events).hasSize(1);
        one.extra(0, 1).forward(true);
        assertThat(one.events).hasSize(1);
        one.extra(0, -1).forward(true);
        assertThat(one.events).hasSize(2);
    }

    private static double[] filled(double value) {
        double[] numbers = new double[SIZE];
        Arrays.fill(numbers, value);
        return numbers;
    }
}
