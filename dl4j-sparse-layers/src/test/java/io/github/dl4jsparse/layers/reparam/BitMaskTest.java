package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitMaskTest {

    private static final double[] NUMBERS = {
        Double.NEGATIVE_INFINITY,
        -Double.MAX_VALUE,
        -1,
        -Double.MIN_VALUE,
        -0.0,
        0.0,
        Double.MIN_VALUE,
        1,
        1.0000000000000002,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY
    };

    @Test
    void saysWhatAComparisonSays() {
        for (double x : NUMBERS) {
            for (double bound : NUMBERS) {
                if (!(Double.isInfinite(x) && x == bound)) {
                    assertThat(BitMask.above(x, bound)).as(x + " > " + bound).isEqualTo(x > bound ? -1 : 0);
                }
            }
        }
    }

    @Test
    void keepsBitsOrLeavesPositiveZero() {
        assertThat(Double.doubleToRawLongBits(BitMask.keep(-0.0, -1))).isEqualTo(Long.MIN_VALUE);
        assertThat(Double.doubleToRawLongBits(BitMask.keep(Double.NaN, 0))).isZero();
        assertThat(BitMask.keep(3, -1, 0)).isEqualTo(3);
        assertThat(BitMask.keep(3, 0, -1)).isEqualTo(-3);
        assertThat(Double.doubleToRawLongBits(BitMask.keep(-3, 0, 0))).isZero();
    }

    @Test
    void suspectsWhatIsNotFinite() {
        for (double x : NUMBERS) {
            assertThat(BitMask.suspect(x) < 0).as("" + x).isEqualTo(Double.isInfinite(x));
        }
        assertThat(BitMask.suspect(Double.NaN)).isNegative();
    }

    @Test
    void bitsOfSinglePrecisionSayTheSame() {
        float[] singles = {
            -Float.MAX_VALUE, -1, -Float.MIN_VALUE, -0.0f, 0, Float.MIN_VALUE, 1, Math.nextUp(1f), Float.MAX_VALUE
        };
        for (float x : singles) {
            int bits = Float.floatToRawIntBits(x);
            assertThat(BitMask.suspect(bits)).as("" + x).isNotNegative();
            for (double bound : NUMBERS) {
                if (!Double.isInfinite(bound)) {
                    assertThat(BitMask.above(bits, BitMask.orderedBound(bound)))
                            .as(x + " > " + bound)
                            .isEqualTo(x > bound ? -1 : 0);
                }
            }
        }
        for (float x : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
            assertThat(BitMask.suspect(Float.floatToRawIntBits(x))).isNegative();
        }
    }
}
