package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;

/**
 * A feature-major matrix on the heap: the numbers of all examples of a feature lie side by side. Either one array for each
 * feature, which is what the JIT compiler vectorises, or all features in one array, which is what explicit vectors want.
 *
 * @param rows one array for each feature, or null
 * @param flat all features in one array, or null
 * @param origin where the first feature begins in the flat array
 * @param stride numbers from one feature to the next in the flat array
 * @param <V> {@code float[]} or {@code double[]}
 */
@SuppressWarnings("ArrayRecordComponent") // the kernels compute on the arrays themselves
record Features<V>(V[] rows, V flat, int origin, int stride) {

    static <V> Features<V> ofRows(V[] rows) {
        return new Features<>(rows, null, 0, 0);
    }

    /** Some features as a matrix of their own, in the same memory. */
    Features<V> some(int first, int count) {
        return rows == null
                ? new Features<>(null, flat, at(first), stride)
                : ofRows(Arrays.copyOfRange(rows, first, first + count));
    }

    /** The array that holds a feature. */
    V array(int feature) {
        return rows == null ? flat : rows[feature];
    }

    /** Where a feature begins in its array. */
    int at(int feature) {
        return rows == null ? origin + feature * stride : 0;
    }
}
