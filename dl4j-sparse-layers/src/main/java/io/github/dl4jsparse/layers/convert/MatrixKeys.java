package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.sparse.SparseParamInitializer;

/**
 * The parameters that hold one weight matrix in either form.
 *
 * @param weights the key of the dense array
 * @param values the key of the values of the connections
 * @param inputs the key of the input of each connection
 * @param fanIn the key of the number of connections of each output unit
 */
record MatrixKeys(String weights, String values, String inputs, String fanIn) {

    /** The one matrix of a fully connected layer. */
    static final MatrixKeys FULLY_CONNECTED = new MatrixKeys(
            "W", SparseParamInitializer.VALUES, SparseParamInitializer.INPUTS, SparseParamInitializer.FAN_IN);

    boolean inDense(String key) {
        return key.equals(weights);
    }

    boolean inSparse(String key) {
        return key.equals(values) || key.equals(inputs) || key.equals(fanIn);
    }
}
