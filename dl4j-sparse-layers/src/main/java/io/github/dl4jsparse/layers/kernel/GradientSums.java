package io.github.dl4jsparse.layers.kernel;

/**
 * Gradients of values and biases, summed up row by row.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class GradientSums<V> {

    private final V values;
    private final V biases;
    private final V addedValues;
    private final V addedBiases;
    private final V scratch;

    GradientSums(Arithmetic<V> arithmetic, int connections, int units) {
        this.values = arithmetic.vector(connections);
        this.biases = arithmetic.vector(units);
        this.addedValues = arithmetic.vector(connections);
        this.addedBiases = arithmetic.vector(units);
        this.scratch = arithmetic.vector(Arithmetic.SCRATCH);
    }

    V values() {
        return values;
    }

    V biases() {
        return biases;
    }

    void clear(Arithmetic<V> arithmetic, CompressedPattern pattern) {
        arithmetic.clear(values, 0, pattern.connections());
        arithmetic.clear(biases, 0, pattern.nOut());
    }

    /** Adds the sampled product of some features and the errors of all units. */
    void add(Arithmetic<V> arithmetic, CompressedPattern pattern, Features<V> x, Features<V> error, int length) {
        arithmetic.weightGradient(pattern, x, error, addedValues, length, pattern.units(), scratch);
        arithmetic.add(addedValues, values, pattern.connections());
        arithmetic.sum(error, addedBiases, length, pattern.units());
        arithmetic.add(addedBiases, biases, pattern.nOut());
    }

    void add(Arithmetic<V> arithmetic, CompressedPattern pattern, GradientSums<V> other) {
        arithmetic.add(other.values, values, pattern.connections());
        arithmetic.add(other.biases, biases, pattern.nOut());
    }
}
