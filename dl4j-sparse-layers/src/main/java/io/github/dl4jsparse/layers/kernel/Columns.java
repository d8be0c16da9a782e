package io.github.dl4jsparse.layers.kernel;

/**
 * Parts of a row of a plane, all of the same length: part t consists of the columns {@code start[t] + step * x} for x in
 * {@code [0, count)}, of which those outside of the row are zero.
 *
 * @param width numbers of the row
 * @param start the first column of each part
 * @param step columns from one number of a part to the next
 * @param count numbers of each part
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the kernels
record Columns(int width, int[] start, int step, int count) {

    /** A row as a whole. */
    static Columns all(int width) {
        return new Columns(width, new int[1], 1, width);
    }

    int parts() {
        return start.length;
    }

    /** Copies a part of the row that begins at {@code at}. */
    <V> void read(Arithmetic<V> arithmetic, V row, int at, int part, V to, int toAt) {
        int first = first(part);
        int end = Math.max(first, end(part));
        arithmetic.clear(to, toAt, first);
        arithmetic.gather(row, at + start[part] + first * step, step, to, toAt + first, end - first);
        arithmetic.clear(to, toAt + end, count - end);
    }

    /** Writes a part of the row that begins at {@code at}; what is outside of the row is left out. */
    <V> void write(Arithmetic<V> arithmetic, V from, int fromAt, int part, V row, int at) {
        int first = first(part);
        arithmetic.scatter(from, fromAt + first, row, at + start[part] + first * step, step, end(part) - first);
    }

    /** The first number of a part that is within the row, or count. */
    private int first(int part) {
        return start[part] >= 0 ? 0 : Math.min(count, (step - 1 - start[part]) / step);
    }

    /** The end of the numbers of a part that are within the row. */
    private int end(int part) {
        return Math.min(count, Math.floorDiv(width - 1 - start[part], step) + 1);
    }
}
