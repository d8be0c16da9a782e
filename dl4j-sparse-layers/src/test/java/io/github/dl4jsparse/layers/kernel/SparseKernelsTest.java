package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseKernelsTest {

    /** W = [[2, 0], [0, 0], [3, 5]]: input 1 is connected to nothing. */
    private static final CompressedPattern SMALL = CompressedPattern.ofPositions(3, 2, 0, 4, 5);

    private static final float[] W = {2, 3, 5};
    private static final float[][] X = {{1, 10}, {100, 1000}, {2, 20}};
    private static final float[][] DZ = {{1, 2}, {3, 4}};

    @Test
    void forwardByHand() {
        float[][] z = new float[2][2];

        SparseKernels.forward(SMALL, W, new float[] {0.5f, -1}, X, z, 2);

        assertThat(z).isDeepEqualTo(new float[][] {{8.5f, 80.5f}, {9, 99}});
    }

    @Test
    void inputGradientByHand() {
        float[][] dx = {{9, 9}, {9, 9}, {9, 9}};

        SparseKernels.inputGradient(SMALL, W, DZ, dx, 2);

        assertThat(dx).isDeepEqualTo(new float[][] {{2, 4}, {0, 0}, {18, 26}});
    }

    @Test
    void weightGradientByHand() {
        float[] dw = new float[3];

        SparseKernels.weightGradient(SMALL, X, DZ, dw, 2);

        assertThat(dw).containsExactly(21, 42, 86);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1",
        "1,1,0,3",
        "5,4,0,2",
        "5,4,1,1",
        "5,4,20,7",
        "40,3,60,17",
        "3,40,60,16",
        "33,31,512,33",
        "64,9,576,257"
    })
    void agreesWithADenseProduct(int nIn, int nOut, int connections, int batch) {
        RandomStream random = RandomStream.of(7, "kernels", nIn, nOut, connections);
        CompressedPattern pattern = CompressedPattern.random(nIn, nOut, connections, random);
        double[] w = random.doubles(connections, -1, 1).toArray();
        double[] bias = random.doubles(nOut, -1, 1).toArray();
        double[][] x = matrix(nIn, batch, random);
        double[][] dz = matrix(nOut, batch, random);
        double[][] dense = new double[nIn][nOut];
        forEach(pattern, (k, i, j) -> dense[i][j] = w[k]);

        double[][] z = new double[nOut][batch];
        SparseKernels.forward(pattern, w, bias, x, z, batch);
        double[][] dx = matrix(nIn, batch, random);
        SparseKernels.inputGradient(pattern, w, dz, dx, batch);
        double[] dw = new double[connections];
        SparseKernels.weightGradient(pattern, x, dz, dw, batch);

        for (int b = 0; b < batch; b++) {
            for (int j = 0; j < nOut; j++) {
                double sum = bias[j];
                for (int i = 0; i < nIn; i++) {
                    sum += x[i][b] * dense[i][j];
                }
                assertThat(z[j][b]).isCloseTo(sum, within(1e-12));
            }
            for (int i = 0; i < nIn; i++) {
                double sum = 0;
                for (int j = 0; j < nOut; j++) {
                    sum += dz[j][b] * dense[i][j];
                }
                assertThat(dx[i][b]).isCloseTo(sum, within(1e-12));
            }
        }
        forEach(pattern, (k, i, j) -> {
            double sum = 0;
            for (int b = 0; b < batch; b++) {
                sum += x[i][b] * dz[j][b];
            }
            assertThat(dw[k]).isCloseTo(sum, within(1e-11));
        });
        assertSinglePrecisionAgrees(pattern, w, bias, x, z, dz, dx, dw, batch);
    }

    private static void assertSinglePrecisionAgrees(
            CompressedPattern pattern,
            double[] w,
            double[] bias,
            double[][] x,
            double[][] z,
            double[][] dz,
            double[][] dx,
            double[] dw,
            int batch) {
        float[][] zf = new float[z.length][batch + 3];
        SparseKernels.forward(pattern, single(w), single(bias), single(x), zf, batch);
        float[][] dxf = new float[dx.length][batch];
        SparseKernels.inputGradient(pattern, single(w), single(dz), dxf, batch);
        float[] dwf = new float[dw.length];
        SparseKernels.weightGradient(pattern, single(x), single(dz), dwf, batch);

        for (int b = 0; b < batch; b++) {
            for (int j = 0; j < z.length; j++) {
                assertThat(zf[j][b]).isCloseTo((float) z[j][b], within(2e-5f));
            }
            for (int i = 0; i < dx.length; i++) {
                assertThat(dxf[i][b]).isCloseTo((float) dx[i][b], within(2e-5f));
            }
        }
        for (int k = 0; k < dw.length; k++) {
            assertThat(dwf[k]).isCloseTo((float) dw[k], within(1e-4f));
        }
        for (float[] unit : zf) {
            assertThat(unit[batch]).as("beyond the minibatch").isZero();
        }
    }

    @Test
    void notANumberSpreadsAlongConnectionsOnly() {
        float[][] x = {{1}, {Float.NaN}, {1}};
        float[][] z = new float[2][1];

        SparseKernels.forward(SMALL, W, null, x, z, 1);

        assertThat(z).isDeepEqualTo(new float[][] {{5}, {5}});
    }

    @Test
    void anErrorTellsAllShapes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparseKernels.forward(SMALL, W, null, new float[2][5], new float[2][5], 5))
                .withMessageContainingAll("(x)", "[2][5]", "nIn (3)", "nOut (2)", "connections (3)", "batch (5)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparseKernels.weightGradient(SMALL, X, DZ, new float[4], 2))
                .withMessageContaining("(dw)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparseKernels.inputGradient(SMALL, W, DZ, new float[3][1], 2))
                .withMessageContaining("(dx)");
    }

    private interface Connection {
        void visit(int index, int input, int unit);
    }

    private static void forEach(CompressedPattern pattern, Connection visitor) {
        for (int unit = 0; unit < pattern.nOut(); unit++) {
            for (int k = pattern.start(unit); k < pattern.start(unit + 1); k++) {
                visitor.visit(k, pattern.input(k), unit);
            }
        }
    }

    private static double[][] matrix(int rows, int columns, RandomStream random) {
        double[][] matrix = new double[rows][];
        for (int r = 0; r < rows; r++) {
            matrix[r] = random.doubles(columns, -1, 1).toArray();
        }
        return matrix;
    }

    private static float[] single(double[] values) {
        float[] single = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            single[k] = (float) values[k];
        }
        return single;
    }

    private static float[][] single(double[][] values) {
        float[][] single = new float[values.length][];
        for (int r = 0; r < values.length; r++) {
            single[r] = single(values[r]);
        }
        return single;
    }
}
