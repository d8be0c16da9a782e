package io.github.dl4jsparse.layers.kernel;

/** Sorts ascending C-order positions into compressed columns, in linear time. */
final class PositionBuckets {

    private PositionBuckets() {}

    /** The start of each unit's part, and the end of the last: nOut + 1 numbers. */
    static int[] starts(int nOut, long[] positions) {
        int[] start = new int[nOut + 1];
        for (long position : positions) {
            start[(int) (position % nOut) + 1]++;
        }
        for (int unit = 0; unit < nOut; unit++) {
            start[unit + 1] += start[unit];
        }
        return start;
    }

    /** The inputs, unit after unit; they ascend within a unit because the positions ascend. */
    static int[] inputs(int nOut, int[] starts, long[] positions) {
        int[] next = starts.clone();
        int[] inputs = new int[positions.length];
        for (long position : positions) {
            inputs[next[(int) (position % nOut)]++] = (int) (position / nOut);
        }
        return inputs;
    }
}
