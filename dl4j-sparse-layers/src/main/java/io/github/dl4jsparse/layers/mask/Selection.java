package io.github.dl4jsparse.layers.mask;

import io.github.dl4jsparse.layers.random.Ascending;
import java.util.Arrays;

/**
 * The exact k best of a stream of scored positions, in one pass and memory that goes with k.
 *
 * <p>The tie rule of the whole library: positions are ordered by score, then by ascending linear index. {@link #smallest}
 * keeps the k smallest scores, {@link #largest} the k largest; among equal scores the lowest index comes first in both.
 * The order in which positions are offered does not matter. -0.0 and +0.0 are the same score.
 *
 * <p>Cost: amortised constant time an offer; 32 bytes for each of the k.
 */
public final class Selection {

    private static final int INITIAL_CAPACITY = 1024;

    private final int k;
    private final boolean largest;
    private long[] keys;
    private long[] positions;
    private int size;
    private boolean bounded;
    private long boundKey;
    private long boundPosition;
    private long draws;

    private Selection(int k, boolean largest) {
        if (k < 0) {
            throw new IllegalArgumentException("The number of positions to select (" + k + ") must not be negative.");
        }
        this.k = k;
        this.largest = largest;
        int capacity = (int) Math.min(2L * k, INITIAL_CAPACITY);
        this.keys = new long[capacity];
        this.positions = new long[capacity];
    }

    /**
     * Keeps the smallest scores.
     *
     * @param k how many
     * @return an empty selection
     * @throws IllegalArgumentException if k is negative
     */
    public static Selection smallest(long k) {
        return new Selection(Math.toIntExact(k), false);
    }

    /**
     * Keeps the largest scores.
     *
     * @param k how many
     * @return an empty selection
     * @throws IllegalArgumentException if k is negative
     */
    public static Selection largest(long k) {
        return new Selection(Math.toIntExact(k), true);
    }

    /**
     * Offers a position.
     *
     * @param position its linear index; each is offered once
     * @param score its score
     * @throws NonFiniteScoreException if the score is NaN or infinite
     */
    public void accept(long position, double score) {
        if (!Double.isFinite(score)) {
            throw new NonFiniteScoreException(position, score);
        }
        long bits = Double.doubleToRawLongBits((largest ? -score : score) + 0.0);
        long key = bits ^ (bits >> 63 & Long.MAX_VALUE);
        if (k == 0 || bounded && (key > boundKey || key == boundKey && position > boundPosition)) {
            return;
        }
        if (size == keys.length) {
            makeRoom();
        }
        keys[size] = key;
        positions[size++] = position;
    }

    /**
     * The selected positions: k of them, or all that were offered when they were fewer.
     *
     * @return a new ascending array
     */
    public long[] positions() {
        if (size > k) {
            keepBest();
        }
        long[] best = Arrays.copyOf(positions, size);
        Ascending.sort(best);
        return best;
    }

    private void makeRoom() {
        if (size < 2L * k && size < Integer.MAX_VALUE - 8) {
            int capacity = (int) Math.min(Math.min(2L * k, 2L * size), Integer.MAX_VALUE - 8);
            keys = Arrays.copyOf(keys, capacity);
            positions = Arrays.copyOf(positions, capacity);
        } else {
            keepBest();
        }
    }

    /** Moves the k best to the front (Hoare's selection, whose result no pivot changes) and remembers the worst of them as the bound for later offers. */
    private void keepBest() {
        int low = 0;
        int high = size - 1;
        int target = k - 1;
        while (low < high) {
            int middle = medianOfThree(within(low, high), within(low, high), within(low, high));
            long pivotKey = keys[middle];
            long pivotPosition = positions[middle];
            int i = low;
            int j = high;
            while (i <= j) {
                while (precedes(keys[i], positions[i], pivotKey, pivotPosition)) {
                    i++;
                }
                while (precedes(pivotKey, pivotPosition, keys[j], positions[j])) {
                    j--;
                }
                if (i <= j) {
                    swap(i++, j--);
                }
            }
            if (target <= j) {
                high = j;
            } else if (target >= i) {
                low = i;
            } else {
                break;
            }
        }
        size = k;
        bounded = true;
        boundKey = keys[target];
        boundPosition = positions[target];
    }

    /** Pivots at pseudo-random places: fixed ones take quadratic time on descending and on organ-pipe scores. */
    private int within(int low, int high) {
        draws += 0x9E3779B97F4A7C15L;
        long mixed = (draws ^ draws >>> 32) * 0xBF58476D1CE4E5B9L;
        return low + (int) ((mixed >>> 32) * (high - low + 1L) >>> 32);
    }

    private static boolean precedes(long keyA, long positionA, long keyB, long positionB) {
        return keyA < keyB || keyA == keyB && positionA < positionB;
    }

    private int medianOfThree(int a, int b, int c) {
        boolean ab = precedes(keys[a], positions[a], keys[b], positions[b]);
        boolean bc = precedes(keys[b], positions[b], keys[c], positions[c]);
        boolean ac = precedes(keys[a], positions[a], keys[c], positions[c]);
        if (ab == bc) {
            return b;
        }
        return ab == ac ? c : a;
    }

    private void swap(int i, int j) {
        long key = keys[i];
        keys[i] = keys[j];
        keys[j] = key;
        long position = positions[i];
        positions[i] = positions[j];
        positions[j] = position;
    }
}
