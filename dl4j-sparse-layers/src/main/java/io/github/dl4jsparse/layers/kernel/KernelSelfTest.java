package io.github.dl4jsparse.layers.kernel;

import io.github.dl4jsparse.layers.random.RandomStream;

/** Compares a back-end with plain double precision on a small product of every kind. */
final class KernelSelfTest {

    private static final int IN = 37;
    private static final int OUT = 23;
    private static final int BATCH = 277;
    private static final int CONNECTIONS = 300;

    private KernelSelfTest() {}

    static void check(Arithmetic<float[]> candidate) {
        CompressedPattern pattern =
                CompressedPattern.random(IN, OUT, CONNECTIONS, RandomStream.of(1, "self-test of the kernels"));
        Products<float[]> computed = new Products<>(candidate, pattern);
        Products<double[]> expected = new Products<>(new DoublePrecision(), pattern);
        for (int k = 0; k < CONNECTIONS; k++) {
            computed.w[k] = (k % 17 - 8) / 16f;
            expected.w[k] = computed.w[k];
        }
        fill(computed.x, expected.x, IN);
        fill(computed.dz, expected.dz, OUT);
        computed.compute(pattern);
        expected.compute(pattern);
        compare(computed.z, expected.z, OUT, "forward product");
        compare(computed.dx, expected.dx, IN, "input gradient");
        for (int k = 0; k < CONNECTIONS; k++) {
            compare(computed.dw[k], expected.dw[k], "weight gradient");
        }
    }

    private static void fill(Features<float[]> single, Features<double[]> twice, int features) {
        for (int f = 0; f < features; f++) {
            for (int b = 0; b < BATCH; b++) {
                float value = ((f * 31 + b * 7) % 29 - 14) / 8f;
                single.array(f)[single.at(f) + b] = value;
                twice.array(f)[twice.at(f) + b] = value;
            }
        }
    }

    private static void compare(Features<float[]> single, Features<double[]> twice, int features, String product) {
        for (int f = 0; f < features; f++) {
            for (int b = 0; b < BATCH; b++) {
                compare(single.array(f)[single.at(f) + b], twice.array(f)[twice.at(f) + b], product);
            }
        }
    }

    private static void compare(float computed, double expected, String product) {
        if (!(Math.abs(computed - expected) <= 1e-3)) {
            throw new IllegalStateException(
                    "the self-test of the " + product + " gives (" + computed + ") instead of (" + expected + ")");
        }
    }

    /** All products of one arithmetic. */
    private static final class Products<V> {

        private final Arithmetic<V> arithmetic;
        private final V w;
        private final V dw;
        private final Features<V> x;
        private final Features<V> z;
        private final Features<V> dz;
        private final Features<V> dx;

        Products(Arithmetic<V> arithmetic, CompressedPattern pattern) {
            this.arithmetic = arithmetic;
            this.w = arithmetic.vector(pattern.connections());
            this.dw = arithmetic.vector(pattern.connections());
            this.x = arithmetic.matrix(IN, BATCH);
            this.z = arithmetic.matrix(OUT, BATCH);
            this.dz = arithmetic.matrix(OUT, BATCH);
            this.dx = arithmetic.matrix(IN, BATCH);
        }

        void compute(CompressedPattern pattern) {
            V scratch = arithmetic.vector(Arithmetic.SCRATCH);
            arithmetic.forward(pattern, w, null, x, z, BATCH, pattern.units());
            arithmetic.inputGradient(pattern.byInput(), w, dz, dx, BATCH, new Range(0, IN), scratch);
            arithmetic.weightGradient(pattern, x, dz, dw, BATCH, pattern.units(), scratch);
        }
    }
}
