package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SingleBlocksTest {

    private static final int COUNT = 200_001;

    private final SingleBlocks blocks = new SingleBlocks();

    /** From -50 to 50. */
    private static float[] points() {
        float[] z = new float[COUNT];
        for (int k = 0; k < COUNT; k++) {
            z[k] = (k - COUNT / 2) / 2000f;
        }
        return z;
    }

    @Test
    void theHyperbolicTangentIsExactToSomeUnitsInTheLastPlace() {
        float[] z = points();
        float[] a = new float[COUNT];

        blocks.tanh(z, a, 0, COUNT);

        for (int k = 0; k < COUNT; k++) {
            double expected = StrictMath.tanh(z[k]);
            assertThat((double) a[k]).isCloseTo(expected, within(3.1e-7 * Math.abs(expected) + 1e-30));
            assertThat(a[k]).isBetween(-1f, 1f);
        }
    }

    @Test
    void theSigmoidIsExactToSomeUnitsInTheLastPlace() {
        float[] z = points();
        float[] a = new float[COUNT];

        blocks.sigmoid(z, a, 0, COUNT);

        for (int k = 0; k < COUNT; k++) {
            double expected = 1 / (1 + StrictMath.exp(-z[k]));
            assertThat((double) a[k]).isCloseTo(expected, within(3.1e-7));
            assertThat(a[k]).isBetween(0f, 1f);
        }
    }

    @Test
    void smallSigmoidsKeepTheirMagnitude() {
        float[] a = new float[3];

        blocks.sigmoid(new float[] {-5, -10, -15}, a, 0, 3);

        assertThat((double) a[0]).isCloseTo(6.6928509e-3, within(1e-7));
        assertThat((double) a[1]).isCloseTo(4.5397869e-5, within(1e-8));
        assertThat((double) a[2]).isCloseTo(3.0590223e-7, within(1e-9));
    }

    @Test
    void theEndsOfTheLineAreTheLimits() {
        float[] ends = {Float.NEGATIVE_INFINITY, -1e30f, -0f, 0f, 1e30f, Float.POSITIVE_INFINITY, Float.NaN};
        float[] tanh = new float[7];
        float[] sigmoid = new float[7];

        blocks.tanh(ends, tanh, 0, 7);
        blocks.sigmoid(ends, sigmoid, 0, 7);

        assertThat(tanh).containsExactly(-1, -1, -0f, 0, 1, 1, Float.NaN);
        assertThat(sigmoid).startsWith(sigmoid[1], sigmoid[1], 0.5f, 0.5f, 1, 1).endsWith(Float.NaN);
        assertThat(sigmoid[0]).isBetween(0f, 2e-8f);
    }

    @Test
    void theBitsDoNotDependOnTheRange() {
        float[] z = points();
        float[] whole = z.clone();
        float[] parts = z.clone();
        for (int i = 0; i < 20; i++) { // long enough to be compiled
            whole = z.clone();
            blocks.tanh(whole, whole, 0, COUNT);
            blocks.sigmoid(whole, whole, 0, COUNT);
        }

        for (int from = 0, length = 1; from < COUNT; from += length, length = length % 37 + 1) {
            blocks.tanh(parts, parts, from, Math.min(COUNT, from + length));
            blocks.sigmoid(parts, parts, from, Math.min(COUNT, from + length));
        }

        assertThat(parts).containsExactly(whole);
    }
}
