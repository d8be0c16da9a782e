package io.github.dl4jsparse.layers.kernel;

/**
 * Element-wise arithmetic on {@code float[]}.
 *
 * <p>The hyperbolic tangent is a fraction of polynomials, with which the JIT compiler can fill vectors. With {@code y = x /
 * 2}, Lambert's continued fraction ends after its ninth term as {@code tanh y = N / D}, and {@code tanh x = 2 N D / (D D + N
 * N)}. With {@code y = x / 4}, the sigmoid of x is {@code (D + N)^2 / ((D + N)^2 + (D - N)^2)}. Both are within 3.1e-7 of
 * the function. Beyond the limit of y they stay at their last value, which rounds to 1 at the upper end.
 */
final class SingleBlocks implements BlockArithmetic<float[]> {

    /** Where tanh y squared is 1 in single precision, and no product of the polynomials overflows. */
    private static final float LIMIT = 5;

    @Override
    public void add(float[] x, float[] to, int from, int end) {
        for (int k = from; k < end; k++) {
            to[k] += x[k];
        }
    }

    @Override
    public void multiply(float[] x, float[] y, float[] to, int from, int end) {
        for (int k = from; k < end; k++) {
            to[k] = x[k] * y[k];
        }
    }

    @Override
    public void multiplyAdd(float[] x, float[] y, float[] u, float[] v, float[] to, int from, int end) {
        for (int k = from; k < end; k++) {
            to[k] = x[k] * y[k] + u[k] * v[k];
        }
    }

    @Override
    public void tanh(float[] z, float[] a, int from, int end) {
        for (int k = from; k < end; k++) {
            float y = Math.max(-LIMIT, Math.min(LIMIT, 0.5f * z[k]));
            float s = y * y;
            float n = y * numerator(s);
            float d = denominator(s);
            a[k] = Math.max(-1, Math.min(1, 2 * n * d / (d * d + n * n)));
        }
    }

    private static float numerator(float s) {
        return 765765f + s * (105105f + s * (3003f + s * (22f + s * (1f / 45f))));
    }

    private static float denominator(float s) {
        return 765765f + s * (360360f + s * (21021f + s * (308f + s)));
    }

    @Override
    public void tanhGradient(float[] a, float[] error, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k] *= 1 - a[k] * a[k];
        }
    }

    @Override
    public void tanhGradient(float[] a, float[] error, int shift, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k + shift] *= 1 - a[k] * a[k];
        }
    }

    @Override
    public void sigmoid(float[] z, float[] a, int from, int end) {
        for (int k = from; k < end; k++) {
            float y = Math.max(-LIMIT, Math.min(LIMIT, 0.25f * z[k]));
            float s = y * y;
            float n = y * numerator(s);
            float d = denominator(s);
            float p = (d + n) * (d + n);
            float q = (d - n) * (d - n);
            a[k] = p / (p + q);
        }
    }

    @Override
    public void sigmoidGradient(float[] a, float[] error, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k] *= a[k] * (1 - a[k]);
        }
    }

    @Override
    public void sigmoidGradient(float[] a, float[] error, int shift, int from, int end) {
        for (int k = from; k < end; k++) {
            error[k + shift] *= a[k] * (1 - a[k]);
        }
    }

    @Override
    public void gather(float[] from, int at, int step, float[] to, int toAt, int count) {
        for (int k = 0; k < count; k++) {
            to[toAt + k] = from[at + k * step];
        }
    }
}
