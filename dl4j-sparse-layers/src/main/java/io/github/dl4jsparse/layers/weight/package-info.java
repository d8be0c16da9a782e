/**
 * The door to a network's weights, whatever their storage.
 *
 * <p>{@link io.github.dl4jsparse.layers.weight.SparseWeight} is all that topology and pruning code ever sees of a weight
 * array: which positions are active, their values, the raw loss gradient, and one operation that changes the topology.
 * {@link io.github.dl4jsparse.layers.weight.MaskedWeight} puts a mask over an ordinary DL4J array; the arrays of truly
 * sparse layers hold their connections only. {@link io.github.dl4jsparse.layers.weight.NetworkWeights} finds both in a
 * network, {@link io.github.dl4jsparse.layers.weight.WeightLayout} knows what the axes of each kind of layer mean, and
 * {@link io.github.dl4jsparse.layers.weight.OptimizerSlots} reads and renews the updater's state of single weights.
 */
package io.github.dl4jsparse.layers.weight;
