package io.github.dl4jsparse.layers.kernel;

import io.github.dl4jsparse.layers.mask.ChangedPositions;
import io.github.dl4jsparse.layers.mask.PositionSet;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;

/**
 * The positions of a pattern's connections, in C order of the full matrix. They need no memory of their own: the pattern by
 * input, which the gradient of the input needs as well, is the same connections in this order.
 */
final class PatternPositions implements PositionSet {

    private final CompressedPattern pattern;

    PatternPositions(CompressedPattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public long universe() {
        return (long) pattern.nIn() * pattern.nOut();
    }

    @Override
    public long count() {
        return pattern.connections();
    }

    @Override
    public boolean contains(long position) {
        return position >= 0
                && position < universe()
                && pattern.contains((int) (position / pattern.nOut()), (int) (position % pattern.nOut()));
    }

    @Override
    public void forEach(LongConsumer action) {
        iterator().forEachRemaining(action);
    }

    @Override
    public PrimitiveIterator.OfLong iterator() {
        return new Ascending(pattern.byInput(), pattern.nOut());
    }

    @Override
    public PositionSet minus(long[] members) {
        return ChangedPositions.minus(this, members);
    }

    @Override
    public PositionSet plus(long[] others) {
        return ChangedPositions.plus(this, others);
    }

    /** Input after input, the units of an input ascending. */
    private static final class Ascending implements PrimitiveIterator.OfLong {

        private final int[] start;
        private final int[] unit;
        private final long nOut;
        private int input;
        private int next;

        Ascending(TransposedPattern byInput, int nOut) {
            this.start = byInput.start();
            this.unit = byInput.unit();
            this.nOut = nOut;
        }

        @Override
        public boolean hasNext() {
            return next < unit.length;
        }

        @Override
        public long nextLong() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            while (next == start[input + 1]) {
                input++;
            }
            return input * nOut + unit[next++];
        }
    }
}
