/**
 * Prediction without a network around it: from {@code float[]} to {@code float[]}, on many threads at once.
 *
 * <p>{@link io.github.dl4jsparse.layers.predict.SparsePredictor} is made from a trained network or its file. Use it to
 * serve a sparse multilayer perceptron with little delay; use the network's own {@code output} where data are ND4J arrays
 * already, or the network has layers that the predictor does not know.
 */
package io.github.dl4jsparse.layers.predict;
