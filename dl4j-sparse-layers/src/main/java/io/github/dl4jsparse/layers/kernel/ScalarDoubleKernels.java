package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;

/** The products in plain Java, double precision, unchecked: the short form, for gradient checks and as a reference. */
final class ScalarDoubleKernels {

    private ScalarDoubleKernels() {}

    static void forward(
            int[] start, int[] row, double[] w, double[] bias, double[][] x, double[][] z, int batch, Range units) {
        for (int unit = units.from(); unit < units.to(); unit++) {
            Arrays.fill(z[unit], 0, batch, bias == null ? 0 : bias[unit]);
            for (int k = start[unit]; k < start[unit + 1]; k++) {
                add(z[unit], w[k], x[row[k]], batch);
            }
        }
    }

    static void inputGradient(
            TransposedPattern pattern, double[] w, double[][] dz, double[][] dx, int batch, Range inputs) {
        for (int input = inputs.from(); input < inputs.to(); input++) {
            Arrays.fill(dx[input], 0, batch, 0);
            for (int k = pattern.start()[input]; k < pattern.start()[input + 1]; k++) {
                add(dx[input], w[pattern.index()[k]], dz[pattern.unit()[k]], batch);
            }
        }
    }

    static void weightGradient(
            int[] start, int[] row, double[][] x, double[][] dz, double[] dw, int batch, Range units) {
        for (int unit = units.from(); unit < units.to(); unit++) {
            for (int k = start[unit]; k < start[unit + 1]; k++) {
                dw[k] = dot(x[row[k]], dz[unit], batch);
            }
        }
    }

    private static void add(double[] sum, double w, double[] x, int batch) {
        for (int b = 0; b < batch; b++) {
            sum[b] += w * x[b];
        }
    }

    private static double dot(double[] x, double[] d, int batch) {
        double sum = 0;
        for (int b = 0; b < batch; b++) {
            sum += x[b] * d[b];
        }
        return sum;
    }

    static void activate(double slope, double[] z, int from, int to) {
        for (int b = from; b < to; b++) {
            z[b] = z[b] < 0 ? (slope == 0 ? 0 : slope * z[b]) : z[b];
        }
    }

    static void differentiate(double slope, double[] a, double[] error, int from, int to, int shift) {
        for (int b = from; b < to; b++) {
            error[b + shift] *= a[b] > 0 || (a[b] == 0 && slope > 0) ? 1 : slope;
        }
    }

    static double sum(double[] x, int from, int to) {
        double sum = 0;
        for (int b = from; b < to; b++) {
            sum += x[b];
        }
        return sum;
    }
}
