package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.sparse.SparseParamInitializer;

/**
 * The parameters that hold one weight matrix in either form.
 *
 * @param weights the key of the dense array
 * @param values the key of the values of the connections
 * @param pattern the key of the connections' places
 */
record MatrixKeys(String weights, String values, String pattern) {

    /** The only matrix of a layer. */
    static final MatrixKeys ONE_MATRIX =
            new MatrixKeys("W", SparseParamInitializer.VALUES, SparseParamInitializer.PATTERN);

    boolean inDense(String key) {
        return key.equals(weights);
    }

    boolean inSparse(String key) {
        return key.equals(values) || key.equals(pattern);
    }
}
