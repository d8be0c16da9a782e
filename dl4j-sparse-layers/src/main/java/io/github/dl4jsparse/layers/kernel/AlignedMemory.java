package io.github.dl4jsparse.layers.kernel;

import java.lang.ref.WeakReference;

/**
 * Heap memory whose features begin at cache lines, where the garbage collector allows it.
 *
 * <p>Java has no aligned arrays. But an array of 16 MB or more is a humongous object of the G1 collector in every
 * configuration, which puts it at the beginning of a region and never moves it: with a header of 16 bytes, the twelfth float
 * after the first lies at a multiple of 64 bytes. Small matrices share such an array, which lives as long as one of them.
 * With other collectors the results are the same, at less speed.
 */
final class AlignedMemory {

    /** Floats of a shared array: 16 MB. */
    private static final int SHARED = 1 << 22;

    /** Floats from the first of an array to the next cache line. */
    private static final int FIRST = 12;

    /** Floats of a cache line. */
    private static final int LINE = 16;

    private WeakReference<float[]> shared = new WeakReference<>(null);
    private int next;

    /** A matrix of zeros. */
    Features<float[]> matrix(int features, int stride) {
        long size = (long) features * stride;
        if (size + FIRST > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The (" + features + ") times (" + stride
                    + ") numbers of a minibatch are beyond the length of a Java array. Maybe a smaller minibatch?");
        }
        if (size > SHARED / 2) {
            return new Features<>(null, new float[Math.max(SHARED, (int) size + FIRST)], FIRST, stride);
        }
        return share((int) size, stride);
    }

    private synchronized Features<float[]> share(int size, int stride) {
        float[] array = shared.get();
        if (array == null || next + size > array.length) {
            array = new float[SHARED];
            shared = new WeakReference<>(array);
            next = FIRST;
        }
        Features<float[]> matrix = new Features<>(null, array, next, stride);
        next += (size + LINE - 1) / LINE * LINE;
        return matrix;
    }
}
