/**
 * Seeded randomness. Everything the library draws comes from a {@link
 * io.github.dl4jsparse.layers.random.RandomStream}, so that the same seed gives the same bits.
 */
package io.github.dl4jsparse.layers.random;
