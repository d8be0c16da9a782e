package io.github.dl4jsparse.layers.kernel;

/** Element-wise arithmetic on {@code double[]}: the short form, for gradient checks and as a reference. */
final class DoubleBlocks implements BlockArithmetic<double[]> {

    @Override
    public void add(double[] x, double[] to, int from, int end) {
        for (int k = from; k < end; k++) {
            to[k] += x[k];
        }
    }

    @Override
    public void multiply(double[] x, double[] y, double[] to, int from, int end) {
        for (int k = from; k < end; k++) {
            to[k] = x[k] * y[k];
        }
    }

    @Override
    public void multiplyAdd(double[] x, double[] y, double[] u, double[] v, double[] to, int from, int end) {
        for (int k = from; k < end; k++) {
            to[k] = x[k] * y[k] + u[k] * v[k];
        }
    }

    @Override
    public void tanh(double[] z, double[] a, int from, int end) {
        for (int k = from; k < end; k++) {
            a[k] = StrictMath.tanh(z[k]);
        }
    }

    @Override
    public void tanhGradient(double[] a, double[] error, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k] *= 1 - a[k] * a[k];
        }
    }

    @Override
    public void tanhGradient(double[] a, double[] error, int shift, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k + shift] *= 1 - a[k] * a[k];
        }
    }

    @Override
    public void sigmoid(double[] z, double[] a, int from, int end) {
        for (int k = from; k < end; k++) {
            a[k] = 1 / (1 + StrictMath.exp(-z[k]));
        }
    }

    @Override
    public void sigmoidGradient(double[] a, double[] error, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k] *= a[k] * (1 - a[k]);
        }
    }

    @Override
    public void sigmoidGradient(double[] a, double[] error, int shift, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k + shift] *= a[k] * (1 - a[k]);
        }
    }

    @Override
    public void gather(double[] from, int at, int step, double[] to, int toAt, int count) {
        for (int k = 0; k < count; k++) {
            to[toAt + k] = from[at + k * step];
        }
    }
}
