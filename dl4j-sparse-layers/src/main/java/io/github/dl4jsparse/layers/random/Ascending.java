package io.github.dl4jsparse.layers.random;

import java.util.Arrays;

/**
 * Sorts positions. Those of a large network come by tens of millions, of which no two need be compared: eight bits at a time
 * are enough (LSD radix sort), several times as fast as comparing and in as much memory again.
 */
public final class Ascending {

    /** Below this, sorting by comparison is as fast. */
    private static final int MANY = 1 << 16;

    private static final int DIGIT_BITS = 8;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private Ascending() {}

    /**
     * Sorts numbers that are not negative.
     *
     * @param numbers in, out: ascending afterwards
     */
    public static void sort(long[] numbers) {
        if (numbers.length < MANY) {
            Arrays.sort(numbers);
            return;
        }
        long bits = 0;
        for (long number : numbers) {
            bits |= number;
        }
        long[] from = numbers;
        long[] to = new long[numbers.length];
        for (int shift = 0; shift < Long.SIZE && bits >>> shift != 0; shift += DIGIT_BITS) {
            distribute(from, to, shift);
            long[] sorted = to;
            to = from;
            from = sorted;
        }
        if (from != numbers) {
            System.arraycopy(from, 0, numbers, 0, numbers.length);
        }
    }

    /** Orders by one digit and leaves numbers with the same digit in their order. */
    private static void distribute(long[] from, long[] to, int shift) {
        int[] next = new int[DIGITS];
        for (long number : from) {
            next[digit(number, shift)]++;
        }
        int start = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = next[digit];
            next[digit] = start;
            start += count;
        }
        for (long number : from) {
            to[next[digit(number, shift)]++] = number;
        }
    }

    private static int digit(long number, int shift) {
        return (int) (number >>> shift) & DIGITS - 1;
    }
}
