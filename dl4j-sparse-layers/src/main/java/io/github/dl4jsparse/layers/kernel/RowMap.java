package io.github.dl4jsparse.layers.kernel;

/**
 * From which rows of the source a row of the target is made: {@code length} rows from {@code (row * multiply + add) / divide
 * - back} on. The remainder of the division is the row's phase: rows of one phase are made in the same way.
 *
 * @param multiply factor of the target's row
 * @param add what is added
 * @param divide the number of phases
 * @param back rows before
 * @param length rows of the source
 */
record RowMap(int multiply, int add, int divide, int back, int length) {

    /** The first row of the source, which may lie outside of it. */
    int first(int row) {
        return Math.floorDiv(row * multiply + add, divide) - back;
    }

    int phase(int row) {
        return Math.floorMod(row * multiply + add, divide);
    }
}
