package io.github.dl4jsparse.layers.kernel;

/**
 * Parts of a row of a plane, all of the same length: a part consists of the columns {@code start + step * x} for x in {@code
 * [0, count)}, of which those outside of the row are zero.
 *
 * @param width numbers of the row
 * @param step columns from one number of a part to the next
 * @param count numbers of each part
 * @param part the parts
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the kernels
record Columns(int width, int step, int count, Part[] part) {

    /**
     * One part.
     *
     * @param start its first column, which may lie outside of the row
     * @param first the first of its numbers that is within the row
     * @param end the end of its numbers that are within the row, at least first
     */
    record Part(int start, int first, int end) {}

    /** Parts with the given first columns. */
    static Columns of(int width, int[] start, int step, int count) {
        Part[] parts = new Part[start.length];
        for (int t = 0; t < parts.length; t++) {
            int first = start[t] >= 0 ? 0 : Math.min(count, (step - 1 - start[t]) / step);
            int end = Math.min(count, Math.floorDiv(width - 1 - start[t], step) + 1);
            parts[t] = new Part(start[t], first, Math.max(first, end));
        }
        return new Columns(width, step, count, parts);
    }

    /** A row as a whole. */
    static Columns all(int width) {
        return of(width, new int[1], 1, width);
    }

    int parts() {
        return part.length;
    }

    /** Copies a part of the row that begins at {@code at}. */
    <V> void read(Arithmetic<V> arithmetic, V row, int at, int index, V to, int toAt) {
        Part p = part[index];
        arithmetic.clear(to, toAt, p.first);
        arithmetic.gather(row, at + p.start + p.first * step, step, to, toAt + p.first, p.end - p.first);
        arithmetic.clear(to, toAt + p.end, count - p.end);
    }

    /** Writes a part of the row that begins at {@code at}; what is outside of the row is left out. */
    <V> void write(Arithmetic<V> arithmetic, V from, int fromAt, int index, V row, int at) {
        Part p = part[index];
        arithmetic.scatter(from, fromAt + p.first, row, at + p.start + p.first * step, step, p.end - p.first);
    }
}
