package io.github.dl4jsparse.layers.mask;

import java.util.stream.IntStream;

/** Rounds shares to integers whose sum is the rounded sum of the shares. */
public final class LargestRemainder {

    /** Keeps products such as 0.1 * 30 = 3.0000000000000004 and 2.9999999999999996 at their integers. */
    private static final double ROUNDING = 1e-9;

    private LargestRemainder() {}

    /**
     * Rounds each share down and gives what is missing to the largest remainders, the first among equals.
     *
     * @param shares numbers that are not negative
     * @return integers, each the floor or the ceiling of its share, with {@code sum = round(sum of shares)}
     */
    public static long[] round(double[] shares) {
        long[] counts = new long[shares.length];
        double[] remainders = new double[shares.length];
        double total = 0;
        long given = 0;
        for (int i = 0; i < shares.length; i++) {
            total += shares[i];
            counts[i] = (long) Math.floor(shares[i] + ROUNDING);
            remainders[i] = shares[i] - counts[i];
            given += counts[i];
        }
        long missing = Math.round(total + ROUNDING) - given;
        IntStream.range(0, shares.length)
                .boxed()
                .sorted((a, b) -> Double.compare(remainders[b], remainders[a]))
                .limit(Math.max(0, missing))
                .forEach(i -> counts[i]++);
        return counts;
    }

    /**
     * Divides a total in proportion to shares, where no part may exceed its cap: what finds no place is divided among the
     * others, in proportion again.
     *
     * @param total what is divided, not negative
     * @param shares numbers that are not negative; if all are 0, parts are equal
     * @param caps the largest parts
     * @return integers whose sum is the total, or the sum of the caps if that is less
     * @throws IllegalArgumentException if a share is negative, NaN or infinite
     */
    public static long[] apportion(long total, double[] shares, long[] caps) {
        for (double share : shares) {
            if (!(share >= 0 && Double.isFinite(share))) {
                throw new IllegalArgumentException("The share (" + share + ") must be a number that is not negative.");
            }
        }
        long[] parts = new long[shares.length];
        long left = total;
        while (left > 0) {
            double sum = 0;
            int open = 0;
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] < caps[i]) {
                    sum += shares[i];
                    open++;
                }
            }
            if (open == 0) {
                return parts;
            }
            double[] wanted = new double[parts.length];
            for (int i = 0; i < parts.length; i++) {
                if (parts[i] < caps[i]) {
                    wanted[i] = sum > 0 ? left * (shares[i] / sum) : (double) left / open;
                }
            }
            long[] counts = round(wanted);
            for (int i = 0; i < parts.length; i++) {
                long given = Math.min(counts[i], caps[i] - parts[i]);
                parts[i] += given;
                left -= given;
            }
        }
        return parts;
    }
}
