package io.github.dl4jsparse.layers.reparam;

/**
 * Masks of a weight's bits, all ones or none: what a comparison says without a branch, which a mask near one half would make the
 * processor guess wrongly every other time. A product with 0 would leave -0.0 and NaN instead of +0.0.
 */
final class BitMask {

    private static final long EXPONENT = 0x7FF0_0000_0000_0000L;
    private static final long LOWEST_OF_EXPONENT = 0x0010_0000_0000_0000L;

    private BitMask() {}

    /** All ones if {@code x > bound}, for numbers that are no NaN and not both infinite. */
    static long above(double x, double bound) {
        return Double.doubleToRawLongBits(bound - x + 0.0) >> 63; // + 0.0, as the difference of zeros may be -0.0
    }

    /** The number where the mask is ones, else +0.0. */
    static double keep(double x, long mask) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & mask);
    }

    /** The number under one mask, its negative under another that is disjoint, else +0.0. */
    static double keep(double x, long plus, long minus) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & plus | Double.doubleToRawLongBits(-x) & minus);
    }

    /** Where a score is NaN the weight becomes NaN, so that the network's score shows it. */
    static void spread(double[] scores, double[] effective, int count) {
        for (int k = 0; k < count; k++) {
            if (Double.isNaN(scores[k])) {
                effective[k] = Double.NaN;
            }
        }
    }

    /** Negative if the number is NaN or infinite; to be joined by {@code |}. */
    static long suspect(double x) {
        return (Double.doubleToRawLongBits(x) & EXPONENT) + LOWEST_OF_EXPONENT;
    }
}
