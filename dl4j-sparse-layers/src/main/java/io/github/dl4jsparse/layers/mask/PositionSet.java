package io.github.dl4jsparse.layers.mask;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;

/**
 * An immutable set of positions of one weight array: linear indices in C order, {@code 0 .. universe()-1}.
 *
 * <p>{@link Mask} keeps a bit for each position; {@link SortedPositions} a number for each member, for arrays that are too
 * large to have a bit each; {@link ChangedPositions} what distinguishes a set from another.
 */
public interface PositionSet {

    /**
     * The number of positions of the array.
     *
     * @return members and others together
     */
    long universe();

    /**
     * The number of members.
     *
     * @return between 0 and {@link #universe()}
     */
    long count();

    /**
     * Whether a position is a member.
     *
     * @param position a linear index below {@link #universe()}
     * @return true for a member
     */
    boolean contains(long position);

    /**
     * Visits the members in ascending order.
     *
     * @param action called once for each member
     */
    void forEach(LongConsumer action);

    /**
     * Hands out the members one by one.
     *
     * @return all members, ascending
     */
    PrimitiveIterator.OfLong iterator();

    /**
     * This set without some of its members.
     *
     * @param members ascending, each a member
     * @return a new set
     * @throws IllegalArgumentException if one is no member
     */
    PositionSet minus(long[] members);

    /**
     * This set with further members.
     *
     * @param others ascending, none of them a member
     * @return a new set
     * @throws IllegalArgumentException if one is a member already or no position of the array
     */
    PositionSet plus(long[] others);

    /**
     * Draws positions that are not members, uniformly and without replacement.
     *
     * @param count how many
     * @param random where the draws come from
     * @return ascending positions
     * @throws IllegalArgumentException if there are fewer than {@code count} others
     */
    default long[] sampleOthers(int count, RandomStream random) {
        long[] drawn = random.sample(universe() - count(), count);
        PrimitiveIterator.OfLong members = iterator();
        long member = members.hasNext() ? members.nextLong() : Long.MAX_VALUE;
        long before = 0;
        for (int i = 0; i < drawn.length; i++) {
            while (member <= drawn[i] + before) {
                before++;
                member = members.hasNext() ? members.nextLong() : Long.MAX_VALUE;
            }
            drawn[i] += before;
        }
        return drawn;
    }

    /**
     * The members as an array.
     *
     * @return a new ascending array
     * @throws ArithmeticException if there are more than an array can hold
     */
    default long[] toArray() {
        long[] members = new long[Math.toIntExact(count())];
        int[] next = {0};
        forEach(position -> members[next[0]++] = position);
        return members;
    }
}
