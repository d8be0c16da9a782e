package io.github.dl4jsparse.listeners.topology;

import java.util.Arrays;

/** Ascending positions without repetition. */
final class Sorted {

    private Sorted() {}

    /** All positions of two disjoint lists. */
    static long[] union(long[] some, long[] others) {
        if (some.length == 0 || others.length == 0) {
            return some.length == 0 ? others : some;
        }
        long[] all = new long[Math.addExact(some.length, others.length)];
        int s = 0;
        int o = 0;
        for (int i = 0; i < all.length; i++) {
            boolean first = o == others.length || s < some.length && some[s] < others[o];
            all[i] = first ? some[s++] : others[o++];
        }
        return all;
    }

    /** The positions of one list that are not in another. */
    static long[] minus(long[] some, long[] others) {
        if (others.length == 0 || some.length == 0) {
            return some;
        }
        long[] rest = new long[some.length];
        int count = 0;
        int o = 0;
        for (long position : some) {
            while (o < others.length && others[o] < position) {
                o++;
            }
            if (o == others.length || others[o] != position) {
                rest[count++] = position;
            }
        }
        return count == some.length ? some : Arrays.copyOf(rest, count);
    }
}
