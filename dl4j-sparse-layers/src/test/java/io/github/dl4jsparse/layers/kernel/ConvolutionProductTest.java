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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every back-end against the definition of a convolution, over random sizes and patterns. */
class ConvolutionProductTest {

    static Stream<Arguments> cases() {
        return Stream.of("scalar", "vector", "double")
                .flatMap(backend -> IntStream.range(0, 60).mapToObj(seed -> Arguments.of(backend, seed)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsAreThoseOfTheDefinition(String backend, int seed) {
        Case each = new Case(seed);
        Result expected = each.byDefinition();

        Result computed = each.compute(backend);

        double tolerance = "double".equals(backend) ? 1e-12 : 1e-4;
        assertSame(computed.z, expected.z, tolerance);
        assertSame(computed.dw, expected.dw, tolerance);
        assertSame(computed.db, expected.db, tolerance);
        assertSame(computed.dx, expected.dx, tolerance);
    }

    private static void assertSame(double[] computed, double[] expected, double tolerance) {
        assertThat(computed).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            assertThat(computed[k]).isCloseTo(expected[k], within(tolerance * Math.max(1, Math.abs(expected[k]))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void resultsDoNotDependOnTheNumberOfThreads(String backend) {
        Case each = new Case(4);
        each.batch = 90;
        each.fix(13);
        Result alone = each.compute(backend);

        for (int threads : new int[] {2, 3, 7}) {
            each.threads = threads;
            Result together = each.compute(backend);
            assertThat(together.z).isEqualTo(alone.z);
            assertThat(together.dw).isEqualTo(alone.dw);
            assertThat(together.db).isEqualTo(alone.db);
            assertThat(together.dx).isEqualTo(alone.dx);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector", "double"})
    void whatWasComputedBeforeDoesNotMatter(String backend) {
        ConvolutionProduct<?> used = new Case(0).product(backend);
        for (int seed = 0; seed < 20; seed++) {
            Result expected = new Case(seed).compute(backend);

            Result computed = new Case(seed).compute(backend, used);

            assertThat(computed.z).isEqualTo(expected.z);
            assertThat(computed.dw).isEqualTo(expected.dw);
            assertThat(computed.db).isEqualTo(expected.db);
            assertThat(computed.dx).isEqualTo(expected.dx);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector", "double"})
    void patternsOfOtherNumbersOfConnectionsMayFollow(String backend) {
        Case each = new Case(4);
        each.fix(9);
        ConvolutionProduct<?> used = each.product(backend);
        for (int connections : new int[] {9, 2, 30, 30, 1}) {
            each.pattern = CompressedPattern.random(
                    each.shape.taps(), each.shape.units(), connections, RandomStream.of(connections, "another"));
            Result expected = each.compute(backend);

            Result computed = each.compute(backend, used);

            assertThat(computed.z).isEqualTo(expected.z);
            assertThat(computed.dw).isEqualTo(expected.dw);
            assertThat(computed.dx).isEqualTo(expected.dx);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector", "double"})
    void inferenceIsTheForwardPass(String backend) {
        Case each = new Case(3);
        each.batch = 70;
        INDArray x = each.random(each.batch, each.shape.channels(), 9, 9);
        each.fix(9);
        ConvolutionProduct<?> product = each.product(backend);
        INDArray z = each.empty(backend);
        INDArray kept = each.empty(backend);

        product.infer(x.castTo(type(backend)), z);
        product.forward(x.castTo(type(backend)));
        product.output(kept);

        assertThat(bits(z)).isEqualTo(bits(kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void whatIsNoNumberStaysWithTheUnitsAndPlacesItIsConnectedTo(String backend) {
        ConvolutionAxis axis = new ConvolutionAxis(6, 3, 1, 1, 1, 6);
        Case each = new Case(0);
        each.batch = 2;
        each.shape = new ConvolutionShape(2, 3, axis, axis);
        // unit 0: centre of channel 0; unit 1: last tap of channel 0; unit 2: centre of channel 1
        each.pattern = CompressedPattern.ofPositions(18, 3, 4 * 3, 8 * 3 + 1, 13 * 3 + 2);
        INDArray x = Nd4j.ones(DataType.FLOAT, 2, 2, 6, 6);
        x.putScalar(new int[] {1, 0, 2, 5}, Float.NaN);
        ConvolutionProduct<?> product = each.product(backend);
        INDArray z = each.empty(backend);

        product.forward(x);
        product.output(z);
        INDArray epsilon = Nd4j.ones(DataType.FLOAT, 2, 3, 6, 6);
        epsilon.putScalar(new int[] {0, 2, 5, 5}, Float.NaN);
        INDArray dw = Nd4j.create(DataType.FLOAT, 1, 3);
        product.backward(epsilon, dw, null);
        INDArray dx = Nd4j.create(DataType.FLOAT, 2, 2, 6, 6);
        product.inputGradient(dx);

        for (int k = 0; k < z.length(); k++) {
            // example 1: unit 0 at (2, 5), unit 1 at (1, 4)
            boolean expected = k == ((1 * 3 + 0) * 6 + 2) * 6 + 5 || k == ((1 * 3 + 1) * 6 + 1) * 6 + 4;
            assertThat(Float.isNaN(z.getFloat(k))).as("output %d", k).isEqualTo(expected);
        }
        assertThat(dw.toFloatVector()[0]).isNaN();
        assertThat(dw.toFloatVector()[1]).isNaN();
        assertThat(dw.toFloatVector()[2]).isNaN();
        for (int k = 0; k < dx.length(); k++) {
            assertThat(Float.isNaN(dx.getFloat(k))).as("input gradient %d", k).isEqualTo(k == 71);
        }
    }

    @Test
    void aPatternOfAnotherSizeIsRefused() {
        ConvolutionAxis axis = new ConvolutionAxis(6, 3, 1, 1, 1, 6);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConvolutionProduct.of(DataType.FLOAT)
                        .set(new ConvolutionShape(2, 3, axis, axis), CompressedPattern.full(17, 3)))
                .withMessageContaining("(18)");
    }

    private static DataType type(String backend) {
        return "double".equals(backend) ? DataType.DOUBLE : DataType.FLOAT;
    }

    private static double[] bits(INDArray array) {
        return array.dup('c').reshape(new long[] {array.length()}).toDoubleVector();
    }

    @SuppressWarnings("ArrayRecordComponent") // compared number by number
    private record Result(double[] z, double[] dw, double[] db, double[] dx) {}

    /** A random convolution with its data. */
    private static final class Case {

        private final Random random;
        private ConvolutionShape shape;
        private CompressedPattern pattern;
        private int batch;
        private int threads = 1;

        Case(int seed) {
            random = new Random(seed);
            batch = 1 + random.nextInt(seed % 3 == 0 ? 40 : 5);
            shape = new ConvolutionShape(1 + random.nextInt(5), 1 + random.nextInt(7), axis(), axis());
            int places = shape.taps() * shape.units();
            int connections = seed % 10 == 9 ? places : 1 + random.nextInt(places);
            pattern = CompressedPattern.random(
                    shape.taps(), shape.units(), connections, RandomStream.of(seed, "convolution"));
        }

        private ConvolutionAxis axis() {
            while (true) {
                int input = 1 + random.nextInt(12);
                int kernel = 1 + random.nextInt(4);
                int stride = 1 + random.nextInt(3);
                int dilation = 1 + random.nextInt(3);
                int padding = random.nextInt(5);
                int reach = (kernel - 1) * dilation;
                // as in "same" mode, there may be more zeros behind the input than before it
                int behind = padding + random.nextInt(3);
                int output = (input + padding + behind - reach - 1) / stride + 1;
                if (input + padding + behind > reach) {
                    return new ConvolutionAxis(input, kernel, stride, dilation, padding, output);
                }
            }
        }

        /** Square inputs of one size, three taps each way. */
        void fix(int size) {
            ConvolutionAxis axis = new ConvolutionAxis(size, 3, 1, 1, 1, size);
            shape = new ConvolutionShape(shape.channels(), shape.units(), axis, axis);
            pattern = CompressedPattern.random(
                    shape.taps(), shape.units(), shape.units() * 3, RandomStream.of(1, "convolution"));
        }

        INDArray random(long... dims) {
            INDArray array = Nd4j.create(DataType.DOUBLE, dims);
            double[] numbers = random.doubles(array.length(), -2, 2)
                    .map(number -> (float) number)
                    .toArray();
            return array.assign(Nd4j.createFromArray(numbers).reshape('c', dims));
        }

        INDArray empty(String backend) {
            return Nd4j.create(
                    type(backend),
                    batch,
                    shape.units(),
                    shape.height().output(),
                    shape.width().output());
        }

        private INDArray w;
        private INDArray b;

        ConvolutionProduct<?> product(String backend) {
            ConvolutionProduct<?> product = "double".equals(backend)
                    ? ConvolutionProduct.of(DataType.DOUBLE)
                    : ConvolutionProduct.of(KernelBackend.choose(backend), threads);
            load(backend, product);
            return product;
        }

        private void load(String backend, ConvolutionProduct<?> product) {
            w = random(1, pattern.connections());
            b = random(1, shape.units());
            product.set(shape, pattern);
            product.load(w.castTo(type(backend)), b.castTo(type(backend)));
        }

        private INDArray x() {
            random.setSeed(99);
            return random(
                    batch,
                    shape.channels(),
                    shape.height().input(),
                    shape.width().input());
        }

        private INDArray epsilon() {
            random.setSeed(77);
            return random(
                    batch, shape.units(), shape.height().output(), shape.width().output());
        }

        Result compute(String backend) {
            return compute(backend, product(backend));
        }

        Result compute(String backend, ConvolutionProduct<?> product) {
            random.setSeed(55);
            load(backend, product);
            INDArray z = empty(backend);
            INDArray dw = Nd4j.create(type(backend), 1, pattern.connections());
            INDArray db = Nd4j.create(type(backend), 1, shape.units());
            INDArray dx = x().castTo(type(backend)).dup();
            for (int again = 0; again < 2; again++) { // memory that was used before must not matter
                product.forward(x().castTo(type(backend)));
                product.output(z);
                product.backward(epsilon().castTo(type(backend)), dw, db);
                product.inputGradient(dx);
            }
            return new Result(bits(z), bits(dw), bits(db), bits(dx));
        }

        Result byDefinition() {
            random.setSeed(55);
            product("double");
            INDArray x = x();
            INDArray epsilon = epsilon();
            ConvolutionAxis h = shape.height();
            ConvolutionAxis v = shape.width();
            Result result = new Result(
                    new double[(int) epsilon.length()],
                    new double[pattern.connections()],
                    new double[shape.units()],
                    new double[(int) x.length()]);
            int place = 0;
            for (int n = 0; n < batch; n++) {
                for (int unit = 0; unit < shape.units(); unit++) {
                    for (int y = 0; y < h.output(); y++) {
                        for (int c = 0; c < v.output(); c++, place++) {
                            double e = epsilon.getDouble(place);
                            result.db[unit] += e;
                            result.z[place] = b.getDouble(unit);
                            for (int k = pattern.start(unit); k < pattern.start(unit + 1); k++) {
                                int input = pattern.input(k);
                                int channel = input / (h.kernel() * v.kernel());
                                int i = input / v.kernel() % h.kernel();
                                int j = input % v.kernel();
                                int row = y * h.stride() + i * h.dilation() - h.padding();
                                int column = c * v.stride() + j * v.dilation() - v.padding();
                                if (row >= 0 && row < h.input() && column >= 0 && column < v.input()) {
                                    int at = ((n * shape.channels() + channel) * h.input() + row) * v.input() + column;
                                    result.z[place] += w.getDouble(k) * x.getDouble(at);
                                    result.dw[k] += e * x.getDouble(at);
                                    result.dx[at] += e * w.getDouble(k);
                                }
                            }
                        }
                    }
                }
            }
            return result;
        }
    }
}
