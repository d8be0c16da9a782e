package io.github.dl4jsparse.layers.kernel;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a sparse layer's arithmetic needs of one precision and back-end: arrays, copies from and to native memory, and the
 * products. The products work on a range of units, so that threads share them; each number is computed by one thread, in
 * an order that does not depend on the range.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
interface Arithmetic<V> {

    /** Numbers of scratch memory that each thread gives to a product. */
    int SCRATCH = 2048;

    V vector(int length);

    V[] vectors(int... lengths);

    /** A matrix of zeros. */
    Features<V> matrix(int features, int examples);

    /** Copies a contiguous vector. */
    void read(INDArray vector, V to);

    void write(V from, INDArray vector);

    /** Copies {@code count} numbers, beginning {@code at} numbers after the start of native memory. */
    void get(Pointer memory, long at, V to, int from, int count);

    void put(Pointer memory, long at, V from, int first, int count);

    /** Turns {@code examples} rows of {@code features} numbers into columns, from the given feature and example on. */
    void transpose(V tile, int features, int examples, Features<V> to, int firstFeature, int firstExample);

    /** Makes room between the features zero, where the back-end computes on it. */
    void clearPadding(Features<V> matrix, int features, int batch);

    void forward(CompressedPattern pattern, V w, V bias, Features<V> x, Features<V> z, int batch, Range units);

    /** Replaces pre-activations by activations. */
    void activate(ElementwiseActivation activation, Features<V> z, int batch, Range units);

    /** Multiplies errors by the derivative at the activations. */
    void differentiate(ElementwiseActivation activation, Features<V> a, Features<V> error, int batch, Range units);

    void inputGradient(
            TransposedPattern pattern, V w, Features<V> dz, Features<V> dx, int batch, Range inputs, V scratch);

    void weightGradient(
            CompressedPattern pattern, Features<V> x, Features<V> dz, V dw, int batch, Range units, V scratch);

    /** {@code sums[unit]}: the sum over the examples. */
    void sum(Features<V> features, V sums, int batch, Range units);

    /** {@code sums[k] += addends[k]} for the first {@code count}. */
    void add(V addends, V sums, int count);

    /** {@code to[k] = from[index[k]]}. */
    void pick(V from, int[] index, V to);

    void clear(V numbers, int at, int count);

    /** Copies every {@code step}-th number to consecutive places; a count below 1 copies nothing. */
    void gather(V from, int at, int step, V to, int toAt, int count);

    /** Copies consecutive numbers to every {@code step}-th place; a count below 1 copies nothing. */
    void scatter(V from, int at, V to, int toAt, int step, int count);

    /** The number of examples whose rows of {@code count} numbers are best computed side by side. */
    int rowsTogether(int count, int examples);
}
