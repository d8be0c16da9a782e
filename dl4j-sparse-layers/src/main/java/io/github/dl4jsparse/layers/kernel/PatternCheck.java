package io.github.dl4jsparse.layers.kernel;

/** What must hold of the arrays of a pattern; each check says what is wrong and where. */
final class PatternCheck {

    private PatternCheck() {}

    static void shape(int nIn, int nOut) {
        if (nIn < 1 || nOut < 1) {
            throw new IllegalArgumentException("The shape (" + nIn + " x " + nOut
                    + ") of a pattern must have at least one input and one output unit.");
        }
    }

    static void count(long connections) {
        if (connections > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("The number of connections (" + connections
                    + ") is beyond what one array holds. Maybe a sparser pattern?");
        }
    }

    /** Sums up the fan-ins; the result has one entry more than there are units. */
    static int[] starts(int nIn, int[] fanIn, int connections) {
        int[] start = new int[fanIn.length + 1];
        long sum = 0;
        for (int unit = 0; unit < fanIn.length; unit++) {
            if (fanIn[unit] < 0 || fanIn[unit] > nIn) {
                throw new IllegalArgumentException("The fan-in (" + fanIn[unit] + ") of output unit (" + unit
                        + ") must be in [0, " + nIn + "], the number of inputs.");
            }
            sum += fanIn[unit];
            start[unit + 1] = (int) Math.min(sum, Integer.MAX_VALUE);
        }
        if (sum != connections) {
            throw new IllegalArgumentException("The fan-ins of all output units add up to (" + sum
                    + "), but there are (" + connections + ") connections.");
        }
        return start;
    }

    static void inputs(int nIn, int[] columnStart, int[] row) {
        for (int unit = 0; unit + 1 < columnStart.length; unit++) {
            int previous = -1;
            for (int k = columnStart[unit]; k < columnStart[unit + 1]; k++) {
                if (row[k] < 0 || row[k] >= nIn) {
                    throw new IllegalArgumentException("The input (" + row[k] + ") of connection (" + k
                            + ") of output unit (" + unit + ") must be in [0, " + nIn + ").");
                }
                if (row[k] <= previous) {
                    throw new IllegalArgumentException("The input (" + row[k] + ") of connection (" + k
                            + ") of output unit (" + unit + ") must be greater than the one before it (" + previous
                            + "). Maybe a connection stands twice, or the inputs are not sorted?");
                }
                previous = row[k];
            }
        }
    }

    static void positions(int nIn, int nOut, long[] positions) {
        long end = (long) nIn * nOut;
        for (int k = 0; k < positions.length; k++) {
            if (positions[k] < 0 || positions[k] >= end || (k > 0 && positions[k] <= positions[k - 1])) {
                throw new IllegalArgumentException("The position (" + positions[k] + ") at (" + k
                        + ") must ascend strictly within [0, " + end + "). Maybe the positions are not sorted?");
            }
        }
    }
}
