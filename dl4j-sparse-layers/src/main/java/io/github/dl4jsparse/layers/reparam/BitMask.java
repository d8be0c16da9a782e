package io.github.dl4jsparse.layers.reparam;

/**
 * Masks of a weight's bits, all ones or none: what a comparison says without a branch, which a mask near one half would make the
 * processor guess wrongly every other time. A product with 0 would leave -0.0 and NaN instead of +0.0.
 */
final class BitMask {

    private static final long EXPONENT = 0x7FF0_0000_0000_0000L;
    private static final long LOWEST_OF_EXPONENT = 0x0010_0000_0000_0000L;
    private static final int FLOAT_EXPONENT = 0x7F80_0000;
    private static final int FLOAT_LOWEST_OF_EXPONENT = 0x0080_0000;

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

    /** Negative if the number of single precision with these bits is NaN or infinite; to be joined by {@code |}. */
    static int suspect(int bits) {
        return (bits & FLOAT_EXPONENT) + FLOAT_LOWEST_OF_EXPONENT;
    }

    /** All ones if the finite number of single precision with these bits is {@code > bound}. */
    static int above(int bits, int orderedBound) {
        int x = ordered(bits);
        // the sign of the difference, where it cannot overflow
        return (orderedBound & ~x | ~(orderedBound ^ x) & (orderedBound - x)) >> 31;
    }

    /** A finite bound for {@link #above(int, int)}: the largest number of single precision that is not above it. */
    static int orderedBound(double bound) {
        float nearest = (float) bound;
        float below = nearest > bound ? Math.nextDown(nearest) : nearest;
        return ordered(Float.floatToRawIntBits(below + 0.0f)); // + 0.0, as -0.0 comes before it in the order of bits
    }

    /** Integers in the order of the numbers that have these bits. */
    private static int ordered(int bits) {
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }
}
