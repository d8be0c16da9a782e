package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every back-end against plain double precision, over random shapes, patterns and minibatches. */
class KernelBackendTest {

    private static final int[] BATCHES = {
        1, 2, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 128, 129, 144, 200, 256, 257
    };

    static Stream<Arguments> cases() {
        return Stream.of("scalar", "vector")
                .flatMap(backend -> IntStream.range(0, 60).mapToObj(seed -> Arguments.of(backend, seed)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsAreThoseOfDoublePrecision(String backend, int seed) {
        Case<float[]> computed = new Case<>(KernelBackend.choose(backend), seed);
        Case<double[]> expected = new Case<>(new DoublePrecision(), seed);

        computed.compute(1);
        expected.compute(1);

        assertSame(computed.z, expected.z, computed.pattern.nOut(), computed.batch);
        assertSame(computed.dx, expected.dx, computed.pattern.nIn(), computed.batch);
        for (int k = 0; k < computed.dw.length; k++) {
            assertThat((double) computed.dw[k]).isCloseTo(expected.dw[k], within(tolerance(expected.dw[k])));
        }
        for (int unit = 0; unit < computed.db.length; unit++) {
            assertThat((double) computed.db[unit]).isCloseTo(expected.db[unit], within(tolerance(expected.db[unit])));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resultsDoNotDependOnTheNumberOfRanges(String backend, int seed) {
        Case<float[]> whole = new Case<>(KernelBackend.choose(backend), seed);
        Case<float[]> parts = new Case<>(KernelBackend.choose(backend), seed);

        whole.compute(1);
        parts.compute(2 + seed % 5);

        assertThat(bits(parts.dw)).isEqualTo(bits(whole.dw));
        assertThat(bits(parts.db)).isEqualTo(bits(whole.db));
        assertThat(bits(parts.z, whole.pattern.nOut(), whole.batch))
                .isEqualTo(bits(whole.z, whole.pattern.nOut(), whole.batch));
        assertThat(bits(parts.dx, whole.pattern.nIn(), whole.batch))
                .isEqualTo(bits(whole.dx, whole.pattern.nIn(), whole.batch));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void whatIsNoNumberStaysWithTheUnitsItIsConnectedTo(String backend) {
        Case<float[]> computed = new Case<>(KernelBackend.choose(backend), 5);
        int input = computed.pattern.input(0);
        for (int b = 0; b < computed.batch; b++) {
            computed.x.array(input)[computed.x.at(input) + b] = Float.NaN;
        }

        computed.compute(1);

        for (int unit = 0; unit < computed.pattern.nOut(); unit++) {
            assertThat(Float.isNaN(computed.z.array(unit)[computed.z.at(unit)]))
                    .isEqualTo(computed.pattern.contains(input, unit));
        }
        for (int k = 0; k < computed.dw.length; k++) {
            assertThat(Float.isNaN(computed.dw[k])).isEqualTo(computed.pattern.input(k) == input);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void activationAndDerivativeHaveTheirExactValues(String backend) {
        Arithmetic<float[]> arithmetic = KernelBackend.choose(backend);
        float[] z = {-3, -0f, 0, Float.MIN_VALUE, 1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
        for (double slope : new double[] {0, 0.25}) {
            Features<float[]> a = arithmetic.matrix(1, z.length);
            Features<float[]> error = arithmetic.matrix(1, z.length);
            System.arraycopy(z, 0, a.array(0), a.at(0), z.length);
            java.util.Arrays.fill(error.array(0), error.at(0), error.at(0) + z.length, 2);

            ElementwiseActivation activation = ElementwiseActivation.rectifier(slope);
            arithmetic.activate(activation, a, z.length, new Range(0, 1));
            arithmetic.differentiate(activation, a, error, z.length, new Range(0, 1));

            float s = (float) slope;
            float low = slope == 0 ? 0 : Float.NEGATIVE_INFINITY;
            assertThat(copy(a, z.length))
                    .usingComparatorForType((x, y) -> x.equals(y) || x.floatValue() == y ? 0 : 1, Float.class)
                    .containsExactly(-3 * s, 0f, 0f, Float.MIN_VALUE, 1f, Float.POSITIVE_INFINITY, low, Float.NaN);
            float atZero = slope == 0 ? 0 : 2;
            assertThat(copy(error, z.length)).containsExactly(2 * s, atZero, atZero, 2f, 2f, 2f, 2 * s, Float.NaN);
        }
    }

    @ParameterizedTest
    @CsvSource({"scalar, TANH", "scalar, SIGMOID", "vector, TANH", "vector, SIGMOID"})
    void smoothActivationsAndTheirDerivativesAreThoseOfDoublePrecision(
            String backend, ElementwiseActivation.Kind kind) {
        int units = 3;
        int batch = 37;
        ElementwiseActivation activation = new ElementwiseActivation(kind, 0);
        Arithmetic<float[]> single = KernelBackend.choose(backend);
        Arithmetic<double[]> twice = new DoublePrecision();
        Features<float[]> a = single.matrix(units, batch);
        Features<float[]> error = single.matrix(units + 1, batch);
        Features<double[]> expected = twice.matrix(units, batch);
        Features<double[]> expectedError = twice.matrix(units, batch);
        for (int unit = 0; unit < units; unit++) {
            for (int b = 0; b < batch; b++) {
                float z = (b - 18) * 0.4f + unit;
                a.array(unit)[a.at(unit) + b] = z;
                expected.array(unit)[expected.at(unit) + b] = z;
                error.array(unit)[error.at(unit) + b] = b;
                expectedError.array(unit)[expectedError.at(unit) + b] = b;
            }
        }

        single.activate(activation, a, batch, new Range(0, units));
        single.differentiate(activation, a, error, batch, new Range(0, units));
        twice.activate(activation, expected, batch, new Range(0, units));
        twice.differentiate(activation, expected, expectedError, batch, new Range(0, units));

        for (int unit = 0; unit < units; unit++) {
            for (int b = 0; b < batch; b++) {
                assertThat((double) a.array(unit)[a.at(unit) + b])
                        .isCloseTo(expected.array(unit)[expected.at(unit) + b], within(4e-7));
                assertThat((double) error.array(unit)[error.at(unit) + b])
                        .isCloseTo(expectedError.array(unit)[expectedError.at(unit) + b], within(3e-5));
            }
        }
    }

    @Test
    void theVectorApiIsUsedWhereItsModuleIs() {
        assertThat(KernelBackend.choose("auto").toString()).startsWith("vector");
        assertThat(KernelBackend.choose("scalar").toString()).isEqualTo("scalar");
    }

    @Test
    void refusesOtherNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KernelBackend.choose("gpu"))
                .withMessageContaining("dl4jsparse.kernels")
                .withMessageContaining("(gpu)");
    }

    private static Float[] copy(Features<float[]> features, int count) {
        Float[] copy = new Float[count];
        for (int b = 0; b < count; b++) {
            copy[b] = features.array(0)[features.at(0) + b];
        }
        return copy;
    }

    private static double tolerance(double expected) {
        return 1e-4 * Math.max(1, Math.abs(expected));
    }

    private static void assertSame(Features<float[]> computed, Features<double[]> expected, int features, int batch) {
        for (int f = 0; f < features; f++) {
            for (int b = 0; b < batch; b++) {
                double value = expected.array(f)[expected.at(f) + b];
                assertThat((double) computed.array(f)[computed.at(f) + b]).isCloseTo(value, within(tolerance(value)));
            }
        }
    }

    private static int[] bits(float[] numbers) {
        return IntStream.range(0, numbers.length)
                .map(i -> Float.floatToRawIntBits(numbers[i]))
                .toArray();
    }

    private static int[] bits(Features<float[]> matrix, int features, int batch) {
        return IntStream.range(0, features * batch)
                .map(i -> Float.floatToRawIntBits(matrix.array(i / batch)[matrix.at(i / batch) + i % batch]))
                .toArray();
    }

    /** A random product: shape, pattern (empty, full and in between) and minibatch follow from the seed. */
    private static final class Case<V> {

        private final Arithmetic<V> arithmetic;
        private final CompressedPattern pattern;
        private final int batch;
        private final V w;
        private final V bias;
        private final V dw;
        private final V db;
        private final Features<V> x;
        private final Features<V> z;
        private final Features<V> dz;
        private final Features<V> dx;

        Case(Arithmetic<V> arithmetic, int seed) {
            this.arithmetic = arithmetic;
            Random random = new Random(seed);
            int nIn = 1 + random.nextInt(90);
            int nOut = 1 + random.nextInt(90);
            double density = seed % 10 == 0 ? 0 : seed % 10 == 1 ? 1 : Math.pow(random.nextDouble(), 2);
            this.batch = BATCHES[seed % BATCHES.length];
            this.pattern =
                    CompressedPattern.random(nIn, nOut, (int) (density * nIn * nOut), RandomStream.of(seed, "test"));
            this.w = arithmetic.vector(pattern.connections());
            this.dw = arithmetic.vector(pattern.connections());
            this.bias = arithmetic.vector(nOut);
            this.db = arithmetic.vector(nOut);
            this.x = arithmetic.matrix(nIn, batch + seed % 3);
            this.z = arithmetic.matrix(nOut, batch + seed % 3);
            this.dz = arithmetic.matrix(nOut, batch + seed % 3);
            this.dx = arithmetic.matrix(nIn, batch + seed % 3);
            for (int k = 0; k < pattern.connections(); k++) {
                set(w, k, random.nextFloat() - 0.5f);
            }
            for (int unit = 0; unit < nOut; unit++) {
                set(bias, unit, random.nextFloat() - 0.5f);
            }
            fill(x, nIn, random);
            fill(dz, nOut, random);
        }

        private void fill(Features<V> matrix, int features, Random random) {
            for (int f = 0; f < features; f++) {
                for (int b = 0; b < batch; b++) {
                    set(matrix.array(f), matrix.at(f) + b, random.nextFloat() - 0.5f);
                }
            }
        }

        private static <V> void set(V array, int at, float value) {
            if (array instanceof float[] floats) {
                floats[at] = value;
            } else {
                ((double[]) array)[at] = value;
            }
        }

        void compute(int parts) {
            V scratch = arithmetic.vector(Arithmetic.SCRATCH);
            for (Range units : Range.split(pattern.columnStarts(), parts)) {
                arithmetic.forward(pattern, w, bias, x, z, batch, units);
                arithmetic.weightGradient(pattern, x, dz, dw, batch, units, scratch);
                arithmetic.sum(dz, db, batch, units);
            }
            for (Range inputs : Range.split(pattern.byInput().start(), parts)) {
                arithmetic.inputGradient(pattern.byInput(), w, dz, dx, batch, inputs, scratch);
            }
        }
    }
}
