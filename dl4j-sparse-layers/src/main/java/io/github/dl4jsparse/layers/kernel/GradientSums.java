package io.github.dl4jsparse.layers.kernel;

/**
 * Gradients of values and biases, summed up row by row.
 *
 * @param values one for each connection
 * @param biases one for each unit
 * @param <V> {@code float[]} or {@code double[]}
 */
record GradientSums<V>(V values, V biases) {

    static <V> GradientSums<V> of(Arithmetic<V> arithmetic, CompressedPattern pattern) {
        return new GradientSums<>(arithmetic.vector(pattern.connections()), arithmetic.vector(pattern.nOut()));
    }

    void clear(Arithmetic<V> arithmetic, CompressedPattern pattern) {
        arithmetic.clear(values, 0, pattern.connections());
        arithmetic.clear(biases, 0, pattern.nOut());
    }

    void add(Arithmetic<V> arithmetic, CompressedPattern pattern, GradientSums<V> other) {
        arithmetic.add(other.values, values, pattern.connections());
        arithmetic.add(other.biases, biases, pattern.nOut());
    }
}
