package io.github.dl4jsparse.layers.mask;

import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;

/**
 * A set of positions held as an ascending array: 8 bytes for each member, nothing for the rest of the array, which may have
 * more positions than memory has bits.
 */
public final class SortedPositions implements PositionSet {

    private final long universe;
    private final long[] members;

    private SortedPositions(long universe, long[] members) {
        this.universe = universe;
        this.members = members;
    }

    /**
     * A set of the given members.
     *
     * @param universe the number of positions of the array
     * @param ascending the members, strictly ascending; the array is copied
     * @return the set
     * @throws IllegalArgumentException if the members do not ascend strictly or leave {@code [0, universe)}
     */
    public static SortedPositions of(long universe, long... ascending) {
        for (int i = 0; i < ascending.length; i++) {
            long position = ascending[i];
            if (position < 0 || position >= universe || i > 0 && position <= ascending[i - 1]) {
                throw new IllegalArgumentException("The position (" + position + ") at index (" + i
                        + ") must ascend strictly within [0, " + universe + "). Maybe the positions are not sorted?");
            }
        }
        return new SortedPositions(universe, ascending.clone());
    }

    @Override
    public long universe() {
        return universe;
    }

    @Override
    public long count() {
        return members.length;
    }

    @Override
    public boolean contains(long position) {
        return Arrays.binarySearch(members, position) >= 0;
    }

    @Override
    public void forEach(LongConsumer action) {
        for (long member : members) {
            action.accept(member);
        }
    }

    @Override
    public PrimitiveIterator.OfLong iterator() {
        return Arrays.stream(members).iterator();
    }

    @Override
    public SortedPositions minus(long[] gone) {
        long[] rest = new long[Math.max(0, members.length - gone.length)];
        int g = 0;
        int out = 0;
        for (long member : members) {
            if (g < gone.length && gone[g] == member) {
                g++;
            } else if (out == rest.length) {
                break;
            } else {
                rest[out++] = member;
            }
        }
        if (g < gone.length) {
            throw new IllegalArgumentException("The position (" + gone[g] + ") is not active.");
        }
        return new SortedPositions(universe, rest);
    }

    @Override
    public SortedPositions plus(long[] others) {
        long[] all = new long[Math.addExact(members.length, others.length)];
        int m = 0;
        int o = 0;
        for (int out = 0; out < all.length; out++) {
            boolean member = o == others.length || m < members.length && members[m] < others[o];
            all[out] = member ? members[m++] : others[o++];
        }
        return of(universe, all);
    }

    @Override
    public long[] toArray() {
        return members.clone();
    }
}
