package io.github.dl4jsparse.layers.mask;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** The set bits of a mask, ascending. */
final class MaskIterator implements PrimitiveIterator.OfLong {

    private final long[] words;
    private int word = -1;
    private long rest;

    MaskIterator(long[] words) {
        this.words = words;
    }

    @Override
    public boolean hasNext() {
        while (rest == 0 && word + 1 < words.length) {
            rest = words[++word];
        }
        return rest != 0;
    }

    @Override
    public long nextLong() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long position = ((long) word << 6) + Long.numberOfTrailingZeros(rest);
        rest &= rest - 1;
        return position;
    }
}
