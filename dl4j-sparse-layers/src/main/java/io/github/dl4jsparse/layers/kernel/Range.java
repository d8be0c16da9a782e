package io.github.dl4jsparse.layers.kernel;

/**
 * Units of one side of a pattern that one thread works on.
 *
 * @param from the first
 * @param to the first that is not among them
 */
record Range(int from, int to) {

    /** Splits units into ranges of about the same number of connections; a unit counts as one more. */
    static Range[] split(int[] start, int parts) {
        int units = start.length - 1;
        Range[] ranges = new Range[parts];
        long all = (long) start[units] + units;
        int from = 0;
        for (int part = 0; part < parts; part++) {
            int to = part == parts - 1 ? units : first(start, from, all * (part + 1) / parts);
            ranges[part] = new Range(from, to);
            from = to;
        }
        return ranges;
    }

    private static int first(int[] start, int from, long work) {
        int low = from;
        int high = start.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((long) start[middle] + middle < work) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
