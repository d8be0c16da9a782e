/**
 * Which positions of a weight array are active, how many there should be, and which are best.
 *
 * <ul>
 *   <li>{@link io.github.dl4jsparse.layers.mask.Mask}: one bit for each position of one array;
 *   <li>{@link io.github.dl4jsparse.layers.mask.MaskSet}: a mask for each weight array of a network;
 *   <li>{@link io.github.dl4jsparse.layers.mask.SparsityDistribution}: how a network's sparsity is spread over its
 *       layers, in exact numbers of connections;
 *   <li>{@link io.github.dl4jsparse.layers.mask.Selection}: the exact k best of a stream of scored positions.
 * </ul>
 *
 * <p>Positions are linear indices in C order of DL4J's shape of the array, whatever the order of its memory.
 */
package io.github.dl4jsparse.layers.mask;
