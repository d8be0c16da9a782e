package io.github.dl4jsparse.layers.convert;

import java.util.List;

/**
 * The times of a layer in both forms.
 *
 * @param denseMillis wall-clock milliseconds of each turn of the ordinary form, in their order
 * @param sparseMillis wall-clock milliseconds of each turn of the truly sparse form, in their order
 */
public record LayerTimes(List<Double> denseMillis, List<Double> sparseMillis) {

    /**
     * Keeps copies.
     *
     * @param denseMillis wall-clock milliseconds of each turn of the ordinary form, in their order
     * @param sparseMillis wall-clock milliseconds of each turn of the truly sparse form, in their order
     */
    public LayerTimes {
        denseMillis = List.copyOf(denseMillis);
        sparseMillis = List.copyOf(sparseMillis);
    }

    /**
     * The median time of the ordinary form.
     *
     * @return milliseconds; NaN if nothing was measured
     */
    public double denseMedian() {
        return median(denseMillis);
    }

    /**
     * The median time of the truly sparse form.
     *
     * @return milliseconds; NaN if nothing was measured
     */
    public double sparseMedian() {
        return median(sparseMillis);
    }

    /** The middle one, or the mean of the two in the middle. */
    private static double median(List<Double> millis) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
