package io.github.dl4jsparse.layers.mask;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;

/**
 * Another set without some of its members and with some others: 8 bytes for each of these, nothing for the members that
 * stay. What to call a set that a change of topology passes through, where the set itself is too large to be copied.
 */
public final class ChangedPositions implements PositionSet {

    private final PositionSet base;
    private final long[] gone;
    private final long[] added;

    private ChangedPositions(PositionSet base, long[] gone, long[] added) {
        this.base = base;
        this.gone = gone;
        this.added = added;
    }

    /**
     * A set without some of its members.
     *
     * @param base the set
     * @param members ascending, each a member; the array is copied
     * @return the rest
     * @throws IllegalArgumentException if one is no member
     */
    public static ChangedPositions minus(PositionSet base, long[] members) {
        PrimitiveIterator.OfLong all = base.iterator();
        for (long member : members) {
            long next = -1;
            while (next < member && all.hasNext()) {
                next = all.nextLong();
            }
            if (next != member) {
                throw new IllegalArgumentException("The position (" + member + ") is not active.");
            }
        }
        return new ChangedPositions(base, members.clone(), new long[0]);
    }

    /**
     * A set with further members.
     *
     * @param base the set
     * @param others strictly ascending, none of them a member; the array is copied
     * @return both together
     * @throws IllegalArgumentException if one is a member already, out of order, or no position of the array
     */
    public static ChangedPositions plus(PositionSet base, long[] others) {
        PrimitiveIterator.OfLong all = base.iterator();
        long next = -1;
        for (int i = 0; i < others.length; i++) {
            while (next < others[i] && all.hasNext()) {
                next = all.nextLong();
            }
            boolean ascends = others[i] >= 0 && (i == 0 || others[i] > others[i - 1]);
            if (!ascends || others[i] >= base.universe() || next == others[i]) {
                throw new IllegalArgumentException("The position (" + others[i] + ") at index (" + i
                        + ") must ascend strictly within [0, " + base.universe()
                        + ") and not be active yet. Maybe the positions are not sorted?");
            }
        }
        return new ChangedPositions(base, new long[0], others.clone());
    }

    @Override
    public long universe() {
        return base.universe();
    }

    @Override
    public long count() {
        return base.count() - gone.length + added.length;
    }

    @Override
    public boolean contains(long position) {
        return Arrays.binarySearch(added, position) >= 0
                || Arrays.binarySearch(gone, position) < 0 && base.contains(position);
    }

    @Override
    public void forEach(LongConsumer action) {
        iterator().forEachRemaining(action);
    }

    @Override
    public PrimitiveIterator.OfLong iterator() {
        return new Merge(base.iterator());
    }

    @Override
    public ChangedPositions minus(long[] members) {
        return minus(this, members);
    }

    @Override
    public ChangedPositions plus(long[] others) {
        return plus(this, others);
    }

    /** Members of the base that are not gone, and added ones, by ascending position. */
    private final class Merge implements PrimitiveIterator.OfLong {

        private final PrimitiveIterator.OfLong members;
        private long member;
        private int g;
        private int a;

        Merge(PrimitiveIterator.OfLong members) {
            this.members = members;
            advance();
        }

        private void advance() {
            while (members.hasNext()) {
                member = members.nextLong();
                if (g == gone.length || gone[g] != member) {
                    return;
                }
                g++;
            }
            member = Long.MAX_VALUE;
        }

        @Override
        public boolean hasNext() {
            return a < added.length || member != Long.MAX_VALUE;
        }

        @Override
        public long nextLong() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (a < added.length && added[a] < member) {
                return added[a++];
            }
            long next = member;
            advance();
            return next;
        }
    }
}
