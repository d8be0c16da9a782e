package io.github.dl4jsparse.examples.bench;

import java.util.List;

/**
 * Every time that was measured of one contender.
 *
 * @param name of what ran
 * @param millis wall-clock milliseconds of each call, in the order of the calls
 */
public record Timing(String name, List<Double> millis) {

    /**
     * Keeps a copy of the times.
     *
     * @param name of what ran
     * @param millis wall-clock milliseconds of each call, in the order of the calls
     */
    public Timing {
        millis = List.copyOf(millis);
    }

    /**
     * The median: the middle time, or the mean of the two in the middle.
     *
     * @return milliseconds; NaN if nothing was measured
     */
    public double median() {
        if (millis.isEmpty()) {
            return Double.NaN;
        }
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
