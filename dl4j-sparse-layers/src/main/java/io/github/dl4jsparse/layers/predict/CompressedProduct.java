package io.github.dl4jsparse.layers.predict;

import java.util.Arrays;

/**
 * {@code x W + b} over the connections that exist, pushed forward from the inputs that are not zero.
 *
 * <p>Each output unit has one sum, over its inputs in ascending order, and the bias last. A zero input adds nothing that
 * could change a sum, so leaving it out gives the same bits; with a weight that is not finite it would, and then none is
 * left out. Four rows share a pass over the weights where that is the faster way; the sums are the same.
 */
final class CompressedProduct implements Stage {

    private final int[] starts;
    private final int[] units;
    private final float[] weights;
    private final float[] biases;
    private final boolean skipsZeros;
    private final boolean absentIsZero;

    /**
     * A product.
     *
     * @param starts where the connections of each input start, and the end
     * @param units the output unit of each connection, ascending for each input
     * @param weights of each connection
     * @param biases of each output unit, or null
     * @param absentIsZero whether an absent connection is a weight 0 that the network multiplies with, so that it turns an
     *     input that is not finite into NaN; otherwise there is no path from that input to that unit
     */
    CompressedProduct(int[] starts, int[] units, float[] weights, float[] biases, int outputs, boolean absentIsZero) {
        this.starts = starts;
        this.units = units;
        this.weights = weights;
        this.biases = biases == null ? new float[outputs] : biases;
        this.skipsZeros = Products.allFinite(weights);
        this.absentIsZero = absentIsZero;
    }

    @Override
    public int inputs() {
        return starts.length - 1;
    }

    @Override
    public int outputs() {
        return biases.length;
    }

    @Override
    public void run(Scratch scratch, int width, int rows) {
        float[] x = scratch.current();
        float[] y = scratch.next();
        if (rows == Scratch.ROWS && sharingPays(x)) {
            pushRows(x, scratch.sums(), y);
        } else {
            for (int row = 0; row < rows; row++) {
                push(x, row * inputs(), y, row * outputs());
            }
        }
        Products.addBiases(y, biases, rows);
        scratch.advance();
    }

    /** A shared pass costs about as much as three passes over the inputs that it visits. */
    private boolean sharingPays(float[] x) {
        int n = inputs();
        int single = 0;
        int shared = 0;
        for (int i = 0; i < n; i++) {
            int nonzero = nonzero(x[i]) + nonzero(x[n + i]) + nonzero(x[2 * n + i]) + nonzero(x[3 * n + i]);
            single += nonzero;
            shared += nonzero == 0 ? 0 : 1;
        }
        return 3L * shared <= single;
    }

    private static int nonzero(float value) {
        return value != 0 ? 1 : 0;
    }

    private void push(float[] x, int from, float[] y, int to) {
        Arrays.fill(y, to, to + outputs(), 0);
        for (int i = 0; i < inputs(); i++) {
            float value = x[from + i];
            if (value != 0 || !skipsZeros) {
                pushOne(value, y, to, starts[i], starts[i + 1]);
                spread(value, i, y, to, 1);
            }
        }
    }

    private void pushOne(float value, float[] y, int to, int start, int end) {
        int[] unit = units;
        float[] weight = weights;
        for (int k = start; k < end; k++) {
            y[to + unit[k]] += value * weight[k];
        }
    }

    private void pushRows(float[] x, float[] sums, float[] y) {
        int n = inputs();
        Arrays.fill(sums, 0, Scratch.ROWS * outputs(), 0);
        for (int i = 0; i < n; i++) {
            float a = x[i];
            float b = x[n + i];
            float c = x[2 * n + i];
            float d = x[3 * n + i];
            if (a != 0 || b != 0 || c != 0 || d != 0 || !skipsZeros) {
                pushFour(a, b, c, d, sums, starts[i], starts[i + 1]);
                spread(a, i, sums, 0, Scratch.ROWS);
                spread(b, i, sums, 1, Scratch.ROWS);
                spread(c, i, sums, 2, Scratch.ROWS);
                spread(d, i, sums, 3, Scratch.ROWS);
            }
        }
        for (int row = 0; row < Scratch.ROWS; row++) {
            for (int unit = 0; unit < outputs(); unit++) {
                y[row * outputs() + unit] = sums[unit * Scratch.ROWS + row];
            }
        }
    }

    private void pushFour(float a, float b, float c, float d, float[] sums, int start, int end) {
        int[] unit = units;
        float[] weight = weights;
        for (int k = start; k < end; k++) {
            int at = unit[k] * Scratch.ROWS;
            float w = weight[k];
            sums[at] += a * w;
            sums[at + 1] += b * w;
            sums[at + 2] += c * w;
            sums[at + 3] += d * w;
        }
    }

    /** What the zeros of an ordinary weight matrix do to an input that is not finite. */
    private void spread(float value, int input, float[] y, int to, int stride) {
        if (!absentIsZero || Float.isFinite(value)) {
            return;
        }
        int next = starts[input];
        for (int unit = 0; unit < outputs(); unit++) {
            if (next < starts[input + 1] && units[next] == unit) {
                next++;
            } else {
                y[to + unit * stride] = Float.NaN;
            }
        }
    }
}
