package io.github.dl4jsparse.layers.kernel;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a sparse layer's arithmetic needs of one precision: arrays, copies from and to native memory, and the products.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
interface Arithmetic<V> {

    V vector(int length);

    V[] matrix(int features, int examples);

    /** Copies a contiguous vector. */
    void read(INDArray vector, V to);

    void write(V from, INDArray vector);

    /** Copies {@code count} numbers, beginning {@code at} numbers after the start of native memory. */
    void get(Pointer memory, long at, V to, int from, int count);

    void put(Pointer memory, long at, V from, int first, int count);

    /** Turns {@code examples} rows of {@code features} numbers into columns, from the given feature and example on. */
    void transpose(V tile, int features, int examples, V[] rows, int firstFeature, int firstExample);

    /** {@code sums[unit]}: the sum over the examples. */
    void sum(V[] features, V sums, int batch);

    void forward(CompressedPattern pattern, V w, V bias, V[] x, V[] z, int batch);

    void inputGradient(CompressedPattern pattern, V w, V[] dz, V[] dx, int batch);

    void weightGradient(CompressedPattern pattern, V[] x, V[] dz, V dw, int batch);
}
