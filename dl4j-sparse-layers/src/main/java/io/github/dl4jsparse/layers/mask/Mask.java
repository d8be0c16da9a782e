package io.github.dl4jsparse.layers.mask;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which positions of one weight array are active: one bit a position, packed in 64-bit words, in C order of the array's
 * shape. Immutable: every operation gives a new mask.
 *
 * <p>With N positions of which n are active, the density is {@code n / N} and the sparsity {@code 1 - n / N}. A position
 * is active because its bit says so, even when the weight's value is 0 (a connection that has just been grown).
 */
public final class Mask implements PositionSet {

    private final long[] shape;
    private final long size;
    private final long[] words;
    private final long count;

    Mask(long[] shape, long size, long[] words) {
        this.shape = shape;
        this.size = size;
        this.words = words;
        long bits = 0;
        for (long word : words) {
            bits += Long.bitCount(word);
        }
        this.count = bits;
    }

    /**
     * A mask in which every position is active.
     *
     * @param shape the array's shape
     * @return the mask
     * @throws IllegalArgumentException if a dimension is not positive
     */
    public static Mask full(long... shape) {
        return empty(shape).not();
    }

    /**
     * A mask in which no position is active.
     *
     * @param shape the array's shape
     * @return the mask
     * @throws IllegalArgumentException if a dimension is not positive
     */
    public static Mask empty(long... shape) {
        long size = MaskCodec.checkedSize(shape);
        return new Mask(shape.clone(), size, new long[MaskCodec.wordsFor(size)]);
    }

    /**
     * A mask in which the given positions are active.
     *
     * @param shape the array's shape
     * @param active linear indices in C order, in any order, each once
     * @return the mask
     * @throws IllegalArgumentException if a position stands outside of the array or twice in the list
     */
    public static Mask ofActive(long[] shape, long... active) {
        return empty(shape).plus(active);
    }

    /**
     * A mask of exactly {@code count} active positions, drawn uniformly.
     *
     * @param shape the array's shape
     * @param count how many positions are active
     * @param random where the draws come from
     * @return the mask
     * @throws IllegalArgumentException if the array has fewer positions
     */
    public static Mask random(long[] shape, long count, RandomStream random) {
        Mask none = empty(shape);
        if (count > none.size) {
            throw new IllegalArgumentException("Cannot activate (" + count + ") of the (" + none.size
                    + ") positions of an" + " array of shape " + Arrays.toString(shape) + ".");
        }
        return count > none.size / 2
                ? full(shape).minus(random.sample(none.size, Math.toIntExact(none.size - count)))
                : none.plus(random.sample(none.size, Math.toIntExact(count)));
    }

    /**
     * A mask in which every position is active independently with the same probability; the number of active positions
     * is met in expectation only.
     *
     * @param shape the array's shape
     * @param density the probability, in [0, 1]
     * @param random where the draws come from
     * @return the mask
     * @throws IllegalArgumentException if the density is outside of [0, 1] or NaN
     */
    public static Mask bernoulli(long[] shape, double density, RandomStream random) {
        if (!(density >= 0 && density <= 1)) {
            throw new IllegalArgumentException(
                    "The density (" + density + ") must be in [0, 1]. Maybe you passed a percentage?");
        }
        Mask none = empty(shape);
        long[] drawn = none.words.clone();
        for (long p = 0; p < none.size; p++) {
            if (random.nextDouble() < density) {
                drawn[(int) (p >>> 6)] |= 1L << p;
            }
        }
        return new Mask(none.shape, none.size, drawn);
    }

    /**
     * The mask of an array's entries that are not zero.
     *
     * @param array any array of numbers
     * @return a mask of the array's shape
     */
    public static Mask nonZero(INDArray array) {
        Mask none = empty(array.shape());
        long[] found = none.words.clone();
        double[] values = array.dup('c').data().asDouble();
        for (int p = 0; p < values.length; p++) {
            if (values[p] != 0) {
                found[p >>> 6] |= 1L << p;
            }
        }
        return new Mask(none.shape, none.size, found);
    }

    /**
     * The array's shape.
     *
     * @return a copy
     */
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public long universe() {
        return size;
    }

    @Override
    public long count() {
        return count;
    }

    /**
     * The share of active positions.
     *
     * @return {@code count / universe}, in [0, 1]
     */
    public double density() {
        return (double) count / size;
    }

    /**
     * The share of inactive positions.
     *
     * @return {@code 1 - density}, in [0, 1]
     */
    public double sparsity() {
        return (double) (size - count) / size;
    }

    @Override
    public boolean contains(long position) {
        if (position < 0 || position >= size) {
            throw new IllegalArgumentException("The position (" + position + ") must be in [0, " + size + ").");
        }
        return (words[(int) (position >>> 6)] >>> position & 1) != 0;
    }

    @Override
    public void forEach(LongConsumer action) {
        for (int w = 0; w < words.length; w++) {
            for (long rest = words[w]; rest != 0; rest &= rest - 1) {
                action.accept(((long) w << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    @Override
    public PrimitiveIterator.OfLong iterator() {
        return new MaskIterator(words);
    }

    /**
     * Visits the inactive positions in ascending order.
     *
     * @param action called once for each position that is not active
     */
    public void forEachInactive(LongConsumer action) {
        for (int w = 0; w < words.length; w++) {
            for (long rest = ~words[w] & MaskCodec.valid(w, size); rest != 0; rest &= rest - 1) {
                action.accept(((long) w << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    @Override
    public Mask minus(long[] members) {
        return flipped(members, true);
    }

    @Override
    public Mask plus(long[] others) {
        return flipped(others, false);
    }

    private Mask flipped(long[] positions, boolean active) {
        long[] changed = words.clone();
        for (long p : positions) {
            if (p < 0 || p >= size || (changed[(int) (p >>> 6)] >>> p & 1) != (active ? 1 : 0)) {
                throw new IllegalArgumentException("The position (" + p + ") must be "
                        + (active ? "active" : "inactive") + ", within [0, " + size + "), and stand only once.");
            }
            changed[(int) (p >>> 6)] ^= 1L << p;
        }
        return new Mask(shape, size, changed);
    }

    @Override
    public long[] sampleOthers(int wanted, RandomStream random) {
        long[] drawn = random.sample(size - count, wanted);
        int w = 0;
        long before = 0;
        for (int i = 0; i < drawn.length; i++) {
            long free = ~words[w] & MaskCodec.valid(w, size);
            while (before + Long.bitCount(free) <= drawn[i]) {
                before += Long.bitCount(free);
                w++;
                free = ~words[w] & MaskCodec.valid(w, size);
            }
            for (long skip = drawn[i] - before; skip > 0; skip--) {
                free &= free - 1;
            }
            drawn[i] = ((long) w << 6) + Long.numberOfTrailingZeros(free);
        }
        return drawn;
    }

    /**
     * Active in both.
     *
     * @param other a mask of the same shape
     * @return the intersection
     * @throws IllegalArgumentException if the shapes differ
     */
    public Mask and(Mask other) {
        long[] result = checked(other).clone();
        for (int w = 0; w < result.length; w++) {
            result[w] &= words[w];
        }
        return new Mask(shape, size, result);
    }

    /**
     * Active in one of them or in both.
     *
     * @param other a mask of the same shape
     * @return the union
     * @throws IllegalArgumentException if the shapes differ
     */
    public Mask or(Mask other) {
        long[] result = checked(other).clone();
        for (int w = 0; w < result.length; w++) {
            result[w] |= words[w];
        }
        return new Mask(shape, size, result);
    }

    /**
     * Active in exactly one of them.
     *
     * @param other a mask of the same shape
     * @return the symmetric difference
     * @throws IllegalArgumentException if the shapes differ
     */
    public Mask xor(Mask other) {
        long[] result = checked(other).clone();
        for (int w = 0; w < result.length; w++) {
            result[w] ^= words[w];
        }
        return new Mask(shape, size, result);
    }

    /**
     * Active here and not there.
     *
     * @param other a mask of the same shape
     * @return the difference
     * @throws IllegalArgumentException if the shapes differ
     */
    public Mask andNot(Mask other) {
        return and(other.not());
    }

    /**
     * Active where this mask is not.
     *
     * @return the complement
     */
    public Mask not() {
        long[] result = new long[words.length];
        for (int w = 0; w < result.length; w++) {
            result[w] = ~words[w] & MaskCodec.valid(w, size);
        }
        return new Mask(shape, size, result);
    }

    /**
     * Similarity of two masks: {@code |A and B| / |A or B|}, 1 when both are empty.
     *
     * @param other a mask of the same shape
     * @return in [0, 1]
     * @throws IllegalArgumentException if the shapes differ
     */
    public double jaccard(Mask other) {
        long common = and(other).count;
        long union = count + other.count - common;
        return union == 0 ? 1 : (double) common / union;
    }

    /**
     * The number of positions in which two masks differ.
     *
     * @param other a mask of the same shape
     * @return between 0 and {@link #universe()}
     * @throws IllegalArgumentException if the shapes differ
     */
    public long hamming(Mask other) {
        return xor(other).count;
    }

    /**
     * Writes the mask in its compact form: the shape, then packed bits or the Rice-coded gaps between active positions,
     * whichever is shorter (below a density of about a tenth the gaps are).
     *
     * @param out where to
     * @throws IOException if writing fails
     */
    public void writeTo(DataOutput out) throws IOException {
        MaskCodec.write(shape, size, words, count, out);
    }

    /**
     * Reads what {@link #writeTo} has written.
     *
     * @param in where from
     * @return an equal mask
     * @throws IOException if reading fails or the bytes are no mask
     */
    public static Mask readFrom(DataInput in) throws IOException {
        return MaskCodec.read(in);
    }

    private long[] checked(Mask other) {
        if (!Arrays.equals(shape, other.shape)) {
            throw new IllegalArgumentException("The shapes " + Arrays.toString(shape) + " and "
                    + Arrays.toString(other.shape) + " of two masks must be equal.");
        }
        return other.words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mask mask && Arrays.equals(shape, mask.shape) && Arrays.equals(words, mask.words);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return "Mask[shape=" + Arrays.toString(shape) + ", active=" + count + " of " + size + "]";
    }
}
