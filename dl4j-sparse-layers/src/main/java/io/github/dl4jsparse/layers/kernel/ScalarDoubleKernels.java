package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;

/** The products in plain Java, double precision, unchecked: the short form, for gradient checks and as a reference. */
final class ScalarDoubleKernels {

    private ScalarDoubleKernels() {}

    static void forward(int[] start, int[] row, double[] w, double[] bias, double[][] x, double[][] z, int batch) {
        for (int unit = 0; unit < z.length; unit++) {
            Arrays.fill(z[unit], 0, batch, bias == null ? 0 : bias[unit]);
            for (int k = start[unit]; k < start[unit + 1]; k++) {
                add(z[unit], w[k], x[row[k]], batch);
            }
        }
    }

    static void inputGradient(int[] start, int[] row, double[] w, double[][] dz, double[][] dx, int batch) {
        for (double[] sum : dx) {
            Arrays.fill(sum, 0, batch, 0);
        }
        for (int unit = 0; unit < dz.length; unit++) {
            for (int k = start[unit]; k < start[unit + 1]; k++) {
                add(dx[row[k]], w[k], dz[unit], batch);
            }
        }
    }

    static void weightGradient(int[] start, int[] row, double[][] x, double[][] dz, double[] dw, int batch) {
        for (int unit = 0; unit < dz.length; unit++) {
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
}
