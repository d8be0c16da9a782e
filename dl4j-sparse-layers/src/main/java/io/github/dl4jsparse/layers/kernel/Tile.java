package io.github.dl4jsparse.layers.kernel;

/**
 * What is computed at once: some rows of the target of a {@link Sweep}, of some examples.
 *
 * @param firstExample the first of the examples
 * @param examples how many
 * @param firstRow the first of the target's rows
 * @param rows how many
 */
record Tile(int firstExample, int examples, int firstRow, int rows) {}
