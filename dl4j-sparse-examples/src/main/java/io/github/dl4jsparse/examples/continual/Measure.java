package io.github.dl4jsparse.examples.continual;

import java.util.List;
import java.util.Locale;

/**
 * A number that was measured several times.
 *
 * @param mean of all
 * @param deviation the standard deviation, with the divisor n - 1; NaN of one
 * @param count how often
 */
public record Measure(double mean, double deviation, int count) {

    /**
     * Of values.
     *
     * @param values at least one
     * @return mean and deviation
     */
    public static Measure of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
        double squares =
                values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        return new Measure(mean, n == 1 ? Double.NaN : Math.sqrt(squares / (n - 1)), n);
    }

    /**
     * In per cent.
     *
     * @return such as {@code 75.53 ± 1.82 %}; without a deviation of one value; a dash for nothing
     */
    public String percent() {
        if (Double.isNaN(mean)) {
            return "–";
        }
        return Double.isNaN(deviation)
                ? String.format(Locale.ROOT, "%.2f %%", 100 * mean)
                : String.format(Locale.ROOT, "%.2f ± %.2f %%", 100 * mean, 100 * deviation);
    }
}
