package io.github.dl4jsparse.layers.random;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * A deterministic stream of random numbers, addressed by a seed, a purpose and indices.
 *
 * <p>Streams of different addresses are independent for all practical purposes, so a draw for one layer or one update
 * never shifts the draws of another: {@code RandomStream.of(seed, "grow 0_W", update)}. The generator is SplitMix64
 * (Steele, Lea, Flood, <i>Fast Splittable Pseudorandom Number Generators</i>, OOPSLA 2014); the methods
 * overridden here, which are all that the library uses, give bits that depend neither on the JDK nor on the platform. One
 * stream belongs to one thread.
 */
public final class RandomStream implements RandomGenerator {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FNV_BASIS = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /**
     * The stream of an address.
     *
     * @param seed the user's seed
     * @param purpose what is drawn, with the name of the layer where there is one
     * @param indices further coordinates: the number of the update, of the example, ...
     * @return a new stream at its beginning
     */
    public static RandomStream of(long seed, String purpose, long... indices) {
        long key = FNV_BASIS;
        for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
            key = (key ^ (b & 0xFF)) * FNV_PRIME;
        }
        long state = mix(mix(seed + GAMMA) ^ key);
        for (long index : indices) {
            state = mix((state + GAMMA) ^ mix(index + GAMMA));
        }
        return new RandomStream(state);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    @Override
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /**
     * Looks ahead without a draw: numbers of the stream in any order, none of which has to be kept.
     *
     * @param index how many draws from now
     * @return what {@link #nextLong()} would give after so many draws
     */
    public long at(long index) {
        return mix(state + (index + 1) * GAMMA);
    }

    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /**
     * A uniform number below a bound, without bias.
     *
     * @param bound exclusive, at least 1
     * @return a number in {@code [0, bound)}
     * @throws IllegalArgumentException if the bound is not positive
     */
    @Override
    public long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("The bound (" + bound + ") must be positive.");
        }
        long excess = Long.MAX_VALUE - (Long.MAX_VALUE % bound + 1) % bound;
        long bits = nextLong() >>> 1;
        while (bits > excess) {
            bits = nextLong() >>> 1;
        }
        return bits % bound;
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1.0p-24f;
    }

    @Override
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /**
     * A draw from N(0, 1) by Marsaglia's polar method. Two uniform draws give one normal one; the second is not kept, so
     * that a stream has no state but its counter.
     *
     * @return a normal number
     */
    @Override
    public double nextGaussian() {
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /**
     * Draws distinct numbers uniformly, without replacement; time and memory go with what is drawn, not with the
     * population.
     *
     * @param population how many numbers there are to choose from: {@code 0 .. population-1}
     * @param count how many to draw, in {@code [0, population]}
     * @return the drawn numbers, ascending
     * @throws IllegalArgumentException if there are fewer than {@code count} numbers to choose from
     */
    public long[] sample(long population, int count) {
        if (count < 0 || count > population) {
            throw new IllegalArgumentException(
                    "Cannot draw (" + count + ") of (" + population + ") without replacement.");
        }
        if (count > population / 2) {
            return complement(distinct(population, (int) (population - count)), population);
        }
        return distinct(population, count);
    }

    /** Redraws what was drawn twice until all are distinct: by symmetry every set of this size is equally likely. */
    private long[] distinct(long population, int count) {
        long[] drawn = new long[count];
        int have = 0;
        while (have < count) {
            for (int i = have; i < count; i++) {
                drawn[i] = nextLong(population);
            }
            Ascending.sort(drawn);
            have = moveDuplicatesToEnd(drawn);
        }
        return drawn;
    }

    private static int moveDuplicatesToEnd(long[] sorted) {
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept;
    }

    private static long[] complement(long[] sorted, long population) {
        long[] rest = new long[Math.toIntExact(population - sorted.length)];
        int next = 0;
        int out = 0;
        for (long i = 0; i < population; i++) {
            if (next < sorted.length && sorted[next] == i) {
                next++;
            } else {
                rest[out++] = i;
            }
        }
        return rest;
    }
}
