package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;

/**
 * The products in plain Java, single precision, unchecked.
 *
 * <p>The loops over the examples run over one array for each feature with one common index, four connections at a time:
 * the form that the JIT compiler turns into vector instructions. Products and sums are rounded separately (no fused
 * multiply-add), so that the bits are the same on every machine.
 */
final class ScalarKernels {

    private ScalarKernels() {}

    static void forward(int[] start, int[] row, float[] w, float[] bias, float[][] x, float[][] z, int batch) {
        for (int unit = 0; unit < z.length; unit++) {
            float[] sum = z[unit];
            Arrays.fill(sum, 0, batch, bias == null ? 0 : bias[unit]);
            int k = start[unit];
            int end = start[unit + 1];
            for (; k + 3 < end; k += 4) {
                add4(
                        sum,
                        w[k],
                        x[row[k]],
                        w[k + 1],
                        x[row[k + 1]],
                        w[k + 2],
                        x[row[k + 2]],
                        w[k + 3],
                        x[row[k + 3]],
                        batch);
            }
            for (; k < end; k++) {
                add(sum, w[k], x[row[k]], batch);
            }
        }
    }

    static void inputGradient(int[] start, int[] row, float[] w, float[][] dz, float[][] dx, int batch) {
        for (float[] sum : dx) {
            Arrays.fill(sum, 0, batch, 0);
        }
        for (int unit = 0; unit < dz.length; unit++) {
            float[] d = dz[unit];
            int k = start[unit];
            int end = start[unit + 1];
            for (; k + 3 < end; k += 4) {
                spread4(
                        d,
                        w[k],
                        dx[row[k]],
                        w[k + 1],
                        dx[row[k + 1]],
                        w[k + 2],
                        dx[row[k + 2]],
                        w[k + 3],
                        dx[row[k + 3]],
                        batch);
            }
            for (; k < end; k++) {
                add(dx[row[k]], w[k], d, batch);
            }
        }
    }

    static void weightGradient(int[] start, int[] row, float[][] x, float[][] dz, float[] dw, int batch) {
        for (int unit = 0; unit < dz.length; unit++) {
            float[] d = dz[unit];
            int k = start[unit];
            int end = start[unit + 1];
            for (; k + 7 < end; k += 8) {
                dot8(x, row, d, dw, k, batch);
            }
            for (; k < end; k++) {
                dw[k] = dot(x[row[k]], d, batch);
            }
        }
    }

    private static void add(float[] sum, float w, float[] x, int batch) {
        for (int b = 0; b < batch; b++) {
            sum[b] += w * x[b];
        }
    }

    private static void add4(
            float[] sum,
            float w0,
            float[] x0,
            float w1,
            float[] x1,
            float w2,
            float[] x2,
            float w3,
            float[] x3,
            int batch) {
        for (int b = 0; b < batch; b++) {
            sum[b] = sum[b] + w0 * x0[b] + w1 * x1[b] + w2 * x2[b] + w3 * x3[b];
        }
    }

    /** The four sums are different arrays, since a unit's inputs are distinct. */
    private static void spread4(
            float[] d,
            float w0,
            float[] s0,
            float w1,
            float[] s1,
            float w2,
            float[] s2,
            float w3,
            float[] s3,
            int batch) {
        for (int b = 0; b < batch; b++) {
            float value = d[b];
            s0[b] += w0 * value;
            s1[b] += w1 * value;
            s2[b] += w2 * value;
            s3[b] += w3 * value;
        }
    }

    private static float dot(float[] x, float[] d, int batch) {
        float sum = 0;
        for (int b = 0; b < batch; b++) {
            sum += x[b] * d[b];
        }
        return sum;
    }

    /** Eight sums at once keep the adders busy, each in the order of {@link #dot}. */
    private static void dot8(float[][] x, int[] row, float[] d, float[] dw, int k, int batch) {
        float[] x0 = x[row[k]];
        float[] x1 = x[row[k + 1]];
        float[] x2 = x[row[k + 2]];
        float[] x3 = x[row[k + 3]];
        float[] x4 = x[row[k + 4]];
        float[] x5 = x[row[k + 5]];
        float[] x6 = x[row[k + 6]];
        float[] x7 = x[row[k + 7]];
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int b = 0; b < batch; b++) {
            float value = d[b];
            s0 += x0[b] * value;
            s1 += x1[b] * value;
            s2 += x2[b] * value;
            s3 += x3[b] * value;
            s4 += x4[b] * value;
            s5 += x5[b] * value;
            s6 += x6[b] * value;
            s7 += x7[b] * value;
        }
        dw[k] = s0;
        dw[k + 1] = s1;
        dw[k + 2] = s2;
        dw[k + 3] = s3;
        dw[k + 4] = s4;
        dw[k + 5] = s5;
        dw[k + 6] = s6;
        dw[k + 7] = s7;
    }
}
