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

    static void forward(
            int[] start, int[] row, float[] w, float[] bias, float[][] x, float[][] z, int batch, Range units) {
        for (int unit = units.from(); unit < units.to(); unit++) {
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
            switch (end - k) {
                case 3 -> add3(sum, w[k], x[row[k]], w[k + 1], x[row[k + 1]], w[k + 2], x[row[k + 2]], batch);
                case 2 -> add2(sum, w[k], x[row[k]], w[k + 1], x[row[k + 1]], batch);
                case 1 -> add(sum, w[k], x[row[k]], batch);
                default -> {} // all done
            }
        }
    }

    static void inputGradient(
            TransposedPattern pattern, float[] w, float[][] dz, float[][] dx, int batch, Range inputs) {
        int[] start = pattern.start();
        int[] unit = pattern.unit();
        int[] index = pattern.index();
        for (int input = inputs.from(); input < inputs.to(); input++) {
            float[] sum = dx[input];
            Arrays.fill(sum, 0, batch, 0);
            int k = start[input];
            int end = start[input + 1];
            for (; k + 3 < end; k += 4) {
                add4(
                        sum,
                        w[index[k]],
                        dz[unit[k]],
                        w[index[k + 1]],
                        dz[unit[k + 1]],
                        w[index[k + 2]],
                        dz[unit[k + 2]],
                        w[index[k + 3]],
                        dz[unit[k + 3]],
                        batch);
            }
            switch (end - k) {
                case 3 ->
                    add3(
                            sum,
                            w[index[k]],
                            dz[unit[k]],
                            w[index[k + 1]],
                            dz[unit[k + 1]],
                            w[index[k + 2]],
                            dz[unit[k + 2]],
                            batch);
                case 2 -> add2(sum, w[index[k]], dz[unit[k]], w[index[k + 1]], dz[unit[k + 1]], batch);
                case 1 -> add(sum, w[index[k]], dz[unit[k]], batch);
                default -> {} // all done
            }
        }
    }

    static void weightGradient(int[] start, int[] row, float[][] x, float[][] dz, float[] dw, int batch, Range units) {
        for (int unit = units.from(); unit < units.to(); unit++) {
            float[] d = dz[unit];
            int k = start[unit];
            int end = start[unit + 1];
            for (; k + 3 < end; k += 4) {
                dot4(x[row[k]], x[row[k + 1]], x[row[k + 2]], x[row[k + 3]], d, dw, k, batch);
            }
            if (k + 1 < end) {
                dot2(x[row[k]], x[row[k + 1]], d, dw, k, batch);
                k += 2;
            }
            if (k < end) {
                dw[k] = dot(x[row[k]], d, batch);
            }
        }
    }

    private static void add(float[] sum, float w, float[] x, int batch) {
        for (int b = 0; b < batch; b++) {
            sum[b] += w * x[b];
        }
    }

    private static void add2(float[] sum, float w0, float[] x0, float w1, float[] x1, int batch) {
        for (int b = 0; b < batch; b++) {
            sum[b] = sum[b] + w0 * x0[b] + w1 * x1[b];
        }
    }

    private static void add3(float[] sum, float w0, float[] x0, float w1, float[] x1, float w2, float[] x2, int batch) {
        for (int b = 0; b < batch; b++) {
            sum[b] = sum[b] + w0 * x0[b] + w1 * x1[b] + w2 * x2[b];
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

    private static float dot(float[] x, float[] d, int batch) {
        float sum = 0;
        for (int b = 0; b < batch; b++) {
            sum += x[b] * d[b];
        }
        return sum;
    }

    private static void dot2(float[] x0, float[] x1, float[] d, float[] dw, int k, int batch) {
        float s0 = 0;
        float s1 = 0;
        for (int b = 0; b < batch; b++) {
            float value = d[b];
            s0 += x0[b] * value;
            s1 += x1[b] * value;
        }
        dw[k] = s0;
        dw[k + 1] = s1;
    }

    /** Four sums at once keep the adders busy, each in the order of {@link #dot}. */
    private static void dot4(float[] x0, float[] x1, float[] x2, float[] x3, float[] d, float[] dw, int k, int batch) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int b = 0; b < batch; b++) {
            float value = d[b];
            s0 += x0[b] * value;
            s1 += x1[b] * value;
            s2 += x2[b] * value;
            s3 += x3[b] * value;
        }
        dw[k] = s0;
        dw[k + 1] = s1;
        dw[k + 2] = s2;
        dw[k + 3] = s3;
    }

    /** {@code f(z) = max(z, slope z)}, without a branch, which the JIT compiler could not vectorise. */
    static void activate(float slope, float[] z, int from, int to) {
        if (slope == 0) { // 0 times infinity is no number
            for (int b = from; b < to; b++) {
                z[b] = Math.max(z[b], 0);
            }
        } else {
            for (int b = from; b < to; b++) {
                z[b] = Math.max(z[b], slope * z[b]);
            }
        }
    }

    /**
     * Multiplies errors by the derivative at the activations: 1 where they are positive, however small, the slope where they
     * are negative; at zero 0 with the slope 0, else 1. Twice the largest float turns every positive number into at least 1.
     */
    static void differentiate(float slope, float[] a, float[] error, int from, int to, int shift) {
        float zero = slope == 0 ? 0 : 1;
        if (shift == 0) {
            for (int b = from; b < to; b++) {
                error[b] *= Math.min(1, Math.max(slope, a[b] * Float.MAX_VALUE * Float.MAX_VALUE + zero));
            }
        } else {
            for (int b = from; b < to; b++) {
                error[b + shift] *= Math.min(1, Math.max(slope, a[b] * Float.MAX_VALUE * Float.MAX_VALUE + zero));
            }
        }
    }

    /** The sum of eight sums, of every eighth number each. */
    static float sum(float[] x, int from, int to) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int b = from;
        for (; b + 7 < to; b += 8) {
            s0 += x[b];
            s1 += x[b + 1];
            s2 += x[b + 2];
            s3 += x[b + 3];
            s4 += x[b + 4];
            s5 += x[b + 5];
            s6 += x[b + 6];
            s7 += x[b + 7];
        }
        for (; b < to; b++) {
            s0 += x[b];
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
}
