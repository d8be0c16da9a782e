package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SparseLstmPassTest {

    private static SparseLstmPass<?> pass(DataType type, Activation cell, Activation gate) {
        return SparseLstmPass.of(type, cell.getActivationFunction(), gate.getActivationFunction());
    }

    private static INDArray sequences(DataType type, int batch, int features, int steps) {
        return Nd4j.create(type, new long[] {batch, steps, features}, 'f').permute(0, 2, 1);
    }

    private static INDArray row(double... numbers) {
        return Nd4j.create(numbers, new long[] {1, numbers.length});
    }

    /**
     * One unit, input 1 then 2; the cell's activation is the identity, that of the gates {@code 0.2 z + 0.5}, with the
     * 0.2 in single precision.
     *
     * <pre>
     * step 1: z = (0.5, 0.5, 1, 0.25): i = 0.5, f = 0.6, o = 0.7, g = 0.55; c = 0.55 * 0.5 = 0.275; h = 0.1925
     * step 2: z = (1 + h/2, h/2, 2 - h, 0.5 + h): i = 1.09625, f = 0.51925, o = 0.8615, g = 0.6385;
     *         c = 0.51925 * 0.275 + 0.6385 * 1.09625 = 0.842749375; h = 0.7260285865625
     * </pre>
     */
    @Test
    void oneUnitByHand() {
        SparseLstmPass<?> pass = byHand();
        INDArray y = sequences(DataType.DOUBLE, 1, 1, 2);
        INDArray h = Nd4j.create(DataType.DOUBLE, new long[] {1, 1}, 'f');
        INDArray c = Nd4j.create(DataType.DOUBLE, new long[] {1, 1}, 'f');

        pass.forward(Nd4j.create(new double[] {1, 2}, new long[] {1, 1, 2}), y);
        pass.state(h, c);

        assertThat(y.getDouble(0)).isCloseTo(0.1925, within(1e-7));
        assertThat(y.getDouble(1)).isCloseTo(0.7260285865625, within(1e-7));
        assertThat(h.getDouble(0)).isCloseTo(0.7260285865625, within(1e-7));
        assertThat(c.getDouble(0)).isCloseTo(0.842749375, within(1e-7));
    }

    /**
     * The gradient of {@code h1 + h2}. With o, c, ... of step 2 and a derivative of 0.2 at the gates:
     *
     * <pre>
     * dz2 = (o g, 0.2 o c1, 0.2 c2, 0.2 o i) = (0.55006775, 0.0473825, 0.168549875, 0.188883875)
     * dh1 = 1 + dz2 . (0.5, 0.5, -1, 1) = 1.319059125
     * dc1 = 0.7 dh1 + o f = 1.3706752625
     * dz1 = (0.55 dc1, 0, 0.2 dh1 0.275, 0.2 dc1 0.5) = (0.753871394375, 0, 0.072548251875, 0.13706752625)
     * </pre>
     */
    @Test
    void gradientsOfOneUnitByHand() {
        SparseLstmPass<?> pass = byHand();
        pass.forward(Nd4j.create(new double[] {1, 2}, new long[] {1, 1, 2}), null);
        INDArray dw = row(0, 0, 0, 0);
        INDArray drw = row(0, 0, 0, 0);
        INDArray db = row(0, 0, 0, 0);
        INDArray dx = sequences(DataType.DOUBLE, 1, 1, 2);

        pass.backward(Nd4j.ones(DataType.DOUBLE, 1, 1, 2), 2, dw, drw, db);
        pass.inputGradient(dx);

        double[] dz1 = {0.753871394375, 0, 0.072548251875, 0.13706752625};
        double[] dz2 = {0.55006775, 0.0473825, 0.168549875, 0.188883875};
        double[] w = {0.5, -0.5, 1, 0.25};
        double[] dxs = new double[2];
        for (int k = 0; k < 4; k++) {
            assertThat(dw.getDouble(k)).isCloseTo(dz1[k] + 2 * dz2[k], within(1e-7));
            assertThat(drw.getDouble(k)).isCloseTo(0.1925 * dz2[k], within(1e-7));
            assertThat(db.getDouble(k)).isCloseTo(dz1[k] + dz2[k], within(1e-7));
            dxs[0] += w[k] * dz1[k];
            dxs[1] += w[k] * dz2[k];
        }
        assertThat(dx.getDouble(0)).isCloseTo(dxs[0], within(1e-7));
        assertThat(dx.getDouble(1)).isCloseTo(dxs[1], within(1e-7));
    }

    private static SparseLstmPass<?> byHand() {
        SparseLstmPass<?> pass = pass(DataType.DOUBLE, Activation.IDENTITY, Activation.HARDSIGMOID);
        pass.patterns(CompressedPattern.full(1, 4), CompressedPattern.full(1, 4));
        pass.load(row(0.5, -0.5, 1, 0.25), row(0.5, 0.5, -1, 1), row(0, 1, 0, 0));
        pass.start(1, null, null, null);
        return pass;
    }

    /** Alone, a sequence is too little work for more than one thread; together, they are shared among all there are. */
    @Test
    void eachSequenceIsComputedAsIfItWereAlone() {
        int n = 160;
        int batch = 24;
        SparseLstmPass<?> pass = large(DataType.FLOAT, n);
        INDArray x = Nd4j.rand(DataType.FLOAT, batch, 30, 4);
        INDArray epsilon = Nd4j.rand(DataType.FLOAT, batch, n, 4);
        INDArray y = sequences(DataType.FLOAT, batch, n, 4);
        INDArray dx = sequences(DataType.FLOAT, batch, 30, 4);
        Gradients gradients = new Gradients(DataType.FLOAT, pass);
        pass.start(batch, null, null, null);
        pass.forward(x, y);
        gradients.backward(epsilon);
        pass.inputGradient(dx);

        for (int e = 0; e < batch; e += 5) {
            INDArray yOne = sequences(DataType.FLOAT, 1, n, 4);
            INDArray dxOne = sequences(DataType.FLOAT, 1, 30, 4);
            pass.start(1, null, null, null);
            pass.forward(one(x, e), yOne);
            gradients.backward(one(epsilon, e));
            pass.inputGradient(dxOne);

            assertThat(bits(yOne)).containsExactly(bits(one(y, e)));
            assertThat(bits(dxOne)).containsExactly(bits(one(dx, e)));
        }
    }

    /** The only connection has the weight zero, and each step has the same gates: i = tanh(b_i), c = f c' + g i. */
    @Test
    void unitsWithoutConnectionsFollowTheirBiases() {
        SparseLstmPass<?> pass = pass(DataType.DOUBLE, Activation.TANH, Activation.SIGMOID);
        pass.patterns(single(3), single(2));
        INDArray biases = row(0.3, -0.2, 1, 1, 0.5, 0.1, -0.4, 0.7);
        INDArray y = sequences(DataType.DOUBLE, 4, 2, 3);
        INDArray db = Nd4j.create(DataType.DOUBLE, 1, 8);
        INDArray dx = sequences(DataType.DOUBLE, 4, 3, 3).assign(1);
        pass.load(row(0), row(0), biases);
        pass.start(4, null, null, null);

        pass.forward(Nd4j.rand(DataType.DOUBLE, 4, 3, 3), y);
        pass.backward(Nd4j.ones(DataType.DOUBLE, 4, 2, 3), 3, row(0), row(0), db);
        pass.inputGradient(dx);

        for (int unit = 0; unit < 2; unit++) {
            double c = 0;
            for (int t = 0; t < 3; t++) {
                c = sigmoid(biases.getDouble(2 + unit)) * c
                        + sigmoid(biases.getDouble(6 + unit)) * Math.tanh(biases.getDouble(unit));
                double h = sigmoid(biases.getDouble(4 + unit)) * Math.tanh(c);
                for (int e = 0; e < 4; e++) {
                    assertThat(y.getDouble(e, unit, t)).isCloseTo(h, within(1e-12));
                }
            }
        }
        assertThat(db.amaxNumber().doubleValue()).isPositive();
        assertThat(dx.amaxNumber().doubleValue()).isZero();
    }

    private static CompressedPattern single(int rows) {
        return CompressedPattern.ofFanIn(rows, new int[] {0, 0, 0, 1, 0, 0, 0, 0}, new int[] {1});
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static INDArray one(INDArray sequences, int example) {
        return sequences.get(NDArrayIndex.interval(example, example + 1), NDArrayIndex.all(), NDArrayIndex.all());
    }

    private static float[] bits(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static SparseLstmPass<?> large(DataType type, int n) {
        SparseLstmPass<?> pass = pass(type, Activation.TANH, Activation.SIGMOID);
        RandomStream random = RandomStream.of(1, "test");
        pass.patterns(
                CompressedPattern.random(30, 4 * n, 12 * n, random), CompressedPattern.random(n, 4 * n, n * n, random));
        Nd4j.getRandom().setSeed(3);
        pass.load(
                Nd4j.randn(type, 1, 12L * n).muli(0.3),
                Nd4j.randn(type, 1, (long) n * n).muli(0.1),
                Nd4j.randn(type, 1, 4L * n).muli(0.1));
        return pass;
    }

    private record Gradients(SparseLstmPass<?> pass, INDArray dw, INDArray drw, INDArray db) {

        Gradients(DataType type, SparseLstmPass<?> pass) {
            this(
                    pass,
                    Nd4j.create(type, 1, pass.inputs().connections()),
                    Nd4j.create(type, 1, pass.recurrent().connections()),
                    Nd4j.create(type, 1, pass.inputs().nOut()));
        }

        void backward(INDArray epsilon) {
            pass.backward(epsilon, Integer.MAX_VALUE, dw, drw, db);
        }
    }

    @Test
    void aNumberThatIsNoneStaysWithinItsConnections() {
        int n = 40;
        SparseLstmPass<?> pass = large(DataType.FLOAT, n);
        INDArray x = Nd4j.rand(DataType.FLOAT, 3, 30, 1);
        INDArray sound = sequences(DataType.FLOAT, 3, n, 1);
        INDArray ill = sequences(DataType.FLOAT, 3, n, 1);
        pass.start(3, null, null, null);
        pass.infer(x, sound);
        x.putScalar(1, 7, 0, Double.NaN);
        pass.start(3, null, null, null);
        pass.infer(x, ill);

        int reached = 0;
        for (int unit = 0; unit < n; unit++) {
            boolean connected = false;
            for (int gate = 0; gate < 4; gate++) {
                connected |= gate != 1 && pass.inputs().contains(7, gate * n + unit);
            }
            boolean forget = pass.inputs().contains(7, n + unit); // NaN times the cell state 0
            reached += connected || forget ? 1 : 0;
            for (int e = 0; e < 3; e++) {
                Float expected = e == 1 && (connected || forget) ? Float.NaN : sound.getFloat(e, unit, 0);
                assertThat((Float) ill.getFloat(e, unit, 0)).isEqualTo(expected);
            }
        }
        assertThat(reached).isBetween(1, n - 1);
    }

    /** In double precision, since vectors are objects until they are compiled. */
    @Test
    void onceWarmAStepMakesNoBuffers() {
        int n = 128;
        SparseLstmPass<?> pass = large(DataType.DOUBLE, n);
        INDArray x = Nd4j.rand(DataType.DOUBLE, 32, 30, 8);
        INDArray epsilon = Nd4j.rand(DataType.DOUBLE, 32, n, 8);
        INDArray y = sequences(DataType.DOUBLE, 32, n, 8);
        INDArray dx = sequences(DataType.DOUBLE, 32, 30, 8);
        Gradients gradients = new Gradients(DataType.DOUBLE, pass);
        Runnable step = () -> {
            pass.start(32, null, null, null);
            pass.forward(x, y);
            gradients.backward(epsilon);
            pass.inputGradient(dx);
        };
        for (int i = 0; i < 3; i++) {
            step.run();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            step.run();
        }
        long perStep = (threads.getCurrentThreadAllocatedBytes() - before) / 10;

        // one forgotten block of all units in each of the 8 time steps would be 262 144
        assertThat(perStep).isLessThan(200_000);
    }
}
