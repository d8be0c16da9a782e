package io.github.dl4jsparse.layers.predict;

import java.util.Arrays;

/**
 * {@code x W + b} over a whole weight matrix: eight inputs that are not zero at a time, the rows of a block one after
 * another. The order of each sum is that of {@link CompressedProduct}, so both give the same bits.
 */
final class DenseProduct implements Stage {

    private static final int GROUP = 8;

    private final int inputs;
    private final float[] weights;
    private final float[] biases;
    private final boolean skipsZeros;

    /**
     * A product.
     *
     * @param weights input after input
     * @param biases of each output unit, or null
     */
    DenseProduct(int inputs, int outputs, float[] weights, float[] biases) {
        this.inputs = inputs;
        this.weights = weights;
        this.biases = biases == null ? new float[outputs] : biases;
        this.skipsZeros = Products.allFinite(weights);
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return biases.length;
    }

    @Override
    public void run(Scratch scratch, int width, int rows) {
        float[] x = scratch.current();
        float[] y = scratch.next();
        int n = outputs();
        Arrays.fill(y, 0, rows * n, 0);
        int[] visited = scratch.places();
        int count = visit(x, rows, visited);
        int k = 0;
        for (; k + GROUP <= count; k += GROUP) {
            for (int row = 0; row < rows; row++) {
                addGroup(x, row * inputs, visited, k, y, row * n, n);
            }
        }
        for (; k < count; k++) {
            for (int row = 0; row < rows; row++) {
                addOne(weights, visited[k] * n, x[row * inputs + visited[k]], y, row * n, n);
            }
        }
        Products.addBiases(y, biases, rows);
        scratch.advance();
    }

    /** Lists the inputs that are not zero in every row. */
    private int visit(float[] x, int rows, int[] visited) {
        int count = 0;
        for (int i = 0; i < inputs; i++) {
            boolean zero = skipsZeros;
            for (int row = 0; row < rows && zero; row++) {
                zero = x[row * inputs + i] == 0;
            }
            if (!zero) {
                visited[count++] = i;
            }
        }
        return count;
    }

    private void addGroup(float[] x, int from, int[] visited, int k, float[] y, int to, int n) {
        addEight(
                weights,
                visited[k] * n,
                visited[k + 1] * n,
                visited[k + 2] * n,
                visited[k + 3] * n,
                visited[k + 4] * n,
                visited[k + 5] * n,
                visited[k + 6] * n,
                visited[k + 7] * n,
                x[from + visited[k]],
                x[from + visited[k + 1]],
                x[from + visited[k + 2]],
                x[from + visited[k + 3]],
                x[from + visited[k + 4]],
                x[from + visited[k + 5]],
                x[from + visited[k + 6]],
                x[from + visited[k + 7]],
                y,
                to,
                n);
    }

    /** Written out, because the compiler turns this form, one term after another, into vector instructions. */
    private static void addEight(
            float[] w,
            int w0,
            int w1,
            int w2,
            int w3,
            int w4,
            int w5,
            int w6,
            int w7,
            float x0,
            float x1,
            float x2,
            float x3,
            float x4,
            float x5,
            float x6,
            float x7,
            float[] y,
            int to,
            int n) {
        for (int u = 0; u < n; u++) {
            float sum = y[to + u] + x0 * w[w0 + u] + x1 * w[w1 + u] + x2 * w[w2 + u] + x3 * w[w3 + u];
            y[to + u] = sum + x4 * w[w4 + u] + x5 * w[w5 + u] + x6 * w[w6 + u] + x7 * w[w7 + u];
        }
    }

    private static void addOne(float[] w, int from, float x, float[] y, int to, int n) {
        for (int u = 0; u < n; u++) {
            y[to + u] += x * w[from + u];
        }
    }
}
