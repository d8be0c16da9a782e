/**
 * Data for the examples: digits and Madelon, in memory, with their provenance.
 *
 * <p>{@link io.github.dl4jsparse.examples.data.DataSources#standard} finds the digits: those of a named folder, else
 * those of DL4J's cache, else {@link io.github.dl4jsparse.examples.data.GlyphDigits}, which draws its own.
 * {@link io.github.dl4jsparse.examples.data.Split} takes validation examples from the training part, so that nothing is
 * ever tuned on test examples. {@link io.github.dl4jsparse.examples.data.ShuffledIterator} feeds a network in an order
 * that depends on seed and epoch only, which is what an exact resume needs;
 * {@link io.github.dl4jsparse.examples.data.SequentialIterator} is for evaluation. Nothing here opens a network
 * connection.
 */
package io.github.dl4jsparse.examples.data;
