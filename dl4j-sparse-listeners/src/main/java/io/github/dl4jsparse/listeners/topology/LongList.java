package io.github.dl4jsparse.listeners.topology;

import java.util.Arrays;

/** Positions that are collected one by one. */
final class LongList {

    private long[] numbers = new long[8];
    private int count;

    void add(long number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = number;
    }

    long[] sorted() {
        long[] all = Arrays.copyOf(numbers, count);
        Arrays.sort(all);
        return all;
    }
}
