package io.github.dl4jsparse.continual.metrics;

import java.util.Arrays;

/** Which task examples were taken for: counts by the true task and the inferred one, both by their place in the order of learning. Immutable. */
public final class TaskConfusion {

    private final long[][] counts;

    /**
     * Counted inferences.
     *
     * @param counts T rows, the true tasks, of T numbers, the inferred ones; copied
     * @throws IllegalArgumentException if it is not square or a count is negative
     */
    public TaskConfusion(long[][] counts) {
        this.counts = Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
        for (long[] row : this.counts) {
            if (row.length != counts.length || Arrays.stream(row).anyMatch(count -> count < 0)) {
                throw new IllegalArgumentException("The counts must be a square of numbers of at least 0, not "
                        + Arrays.deepToString(counts) + ".");
            }
        }
    }

    /**
     * The number of tasks.
     *
     * @return T
     */
    public int tasks() {
        return counts.length;
    }

    /**
     * How many examples of one task were taken for another.
     *
     * @param task the true one
     * @param inferred what it was taken for
     * @return a number of examples
     */
    public long get(int task, int inferred) {
        return counts[task][inferred];
    }

    /**
     * The share of examples whose task was found.
     *
     * @return in [0, 1]; NaN without examples
     */
    public double accuracy() {
        long right = 0;
        long all = 0;
        for (int t = 0; t < counts.length; t++) {
            right += counts[t][t];
            all += Arrays.stream(counts[t]).sum();
        }
        return all == 0 ? Double.NaN : (double) right / all;
    }

    @Override
    public String toString() {
        return Arrays.deepToString(counts);
    }
}
