package io.github.dl4jsparse.layers.kernel;

/**
 * Ascending C-order positions, sorted by unit and within a unit by ascending input, in linear time.
 *
 * @param start the start of each unit's part, and the end of the last: nOut + 1 numbers
 * @param input the inputs, unit after unit
 * @param origin the place of each among the positions; null if nobody wants to know
 */
@SuppressWarnings("ArrayRecordComponent") // parallel arrays that never leave the kernels
record PositionBuckets(int[] start, int[] input, int[] origin) {

    /** Sorts checked positions. */
    static PositionBuckets of(int nOut, long[] positions, boolean withOrigin) {
        int[] start = starts(nOut, positions);
        int[] next = start.clone();
        int[] input = new int[positions.length];
        int[] origin = withOrigin ? new int[positions.length] : null;
        long row = 0;
        long rowStart = 0;
        for (int k = 0; k < positions.length; k++) {
            if (positions[k] - rowStart >= nOut) {
                row = positions[k] / nOut;
                rowStart = row * nOut;
            }
            int at = next[(int) (positions[k] - rowStart)]++;
            input[at] = (int) row;
            if (withOrigin) {
                origin[at] = k;
            }
        }
        return new PositionBuckets(start, input, origin);
    }

    private static int[] starts(int nOut, long[] positions) {
        int[] start = new int[nOut + 1];
        long rowStart = 0;
        for (long position : positions) {
            if (position - rowStart >= nOut) {
                rowStart = position / nOut * nOut;
            }
            start[(int) (position - rowStart) + 1]++;
        }
        for (int unit = 0; unit < nOut; unit++) {
            start[unit + 1] += start[unit];
        }
        return start;
    }
}
