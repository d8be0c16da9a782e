package io.github.dl4jsparse.layers.sparse;

/**
 * The parameters that hold the connections of one weight matrix.
 *
 * @param values the key of the values, one for each connection
 * @param inputs the key of the input of each connection
 * @param fanIn the key of the number of connections of each output unit
 */
record ConnectionKeys(String values, String inputs, String fanIn) {}
