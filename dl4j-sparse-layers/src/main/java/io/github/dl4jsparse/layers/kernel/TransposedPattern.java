package io.github.dl4jsparse.layers.kernel;

/**
 * The connections of a {@link CompressedPattern} by input, and within an input by ascending output unit (compressed rows).
 * The values stay in the pattern's order: each connection knows its index there.
 *
 * @param start where the connections of each input begin, and the end of the last
 * @param unit the output unit of each connection
 * @param index the index of each connection in the pattern
 */
@SuppressWarnings("ArrayRecordComponent") // three parallel arrays that never leave the kernels
record TransposedPattern(int[] start, int[] unit, int[] index) {

    static TransposedPattern of(CompressedPattern pattern) {
        int[] row = pattern.inputs();
        int[] start = new int[pattern.nIn() + 1];
        for (int input : row) {
            start[input + 1]++;
        }
        for (int input = 0; input < pattern.nIn(); input++) {
            start[input + 1] += start[input];
        }
        int[] next = start.clone();
        int[] unit = new int[row.length];
        int[] index = new int[row.length];
        for (int u = 0; u < pattern.nOut(); u++) {
            for (int k = pattern.start(u); k < pattern.start(u + 1); k++) {
                int at = next[row[k]]++;
                unit[at] = u;
                index[at] = k;
            }
        }
        return new TransposedPattern(start, unit, index);
    }
}
