package io.github.dl4jsparse.layers.predict;

/** What one prediction writes to; used by one thread at a time. */
final class Scratch {

    /** Rows that share one pass over the weights. */
    static final int ROWS = 4;

    private float[] current;
    private float[] next;
    private final float[] sums;
    private final int[] places;

    /**
     * Memory for one block of rows.
     *
     * @param width the largest number of values in a row of any stage
     */
    Scratch(int width) {
        int size = Math.multiplyExact(ROWS, width);
        current = new float[size];
        next = new float[size];
        sums = new float[size];
        places = new int[width];
    }

    /** The values as they are now, row after row. */
    float[] current() {
        return current;
    }

    /** Where a stage writes values that will be current when it calls {@link #advance}. */
    float[] next() {
        return next;
    }

    /** Sums of a product, unit after unit: free for any stage to use. */
    float[] sums() {
        return sums;
    }

    /** Indices of inputs: free for any stage to use. */
    int[] places() {
        return places;
    }

    void advance() {
        float[] old = current;
        current = next;
        next = old;
    }
}
