package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import java.util.BitSet;

/** A changed pattern together with where each of its connections comes from. Immutable. */
public final class Rewiring {

    private final CompressedPattern pattern;
    private final int[] source;
    private final int grown;

    private Rewiring(CompressedPattern pattern, int[] source, int grown) {
        this.pattern = pattern;
        this.source = source;
        this.grown = grown;
    }

    static Rewiring of(CompressedPattern old, long[] drop, long[] grow) {
        PatternCheck.positions(old.nIn(), old.nOut(), drop);
        PatternCheck.positions(old.nIn(), old.nOut(), grow);
        BitSet dropped = dropped(old, drop);
        long room = (long) old.connections() - drop.length + grow.length;
        PatternCheck.count(room);
        int[] growStart = PositionBuckets.starts(old.nOut(), grow);
        int[] growInput = PositionBuckets.inputs(old.nOut(), growStart, grow);
        int[] start = new int[old.nOut() + 1];
        int[] row = new int[(int) room];
        int[] source = new int[(int) room];
        int out = 0;
        int grown = 0;
        for (int unit = 0; unit < old.nOut(); unit++) {
            int g = growStart[unit];
            int gEnd = growStart[unit + 1];
            for (int k = old.start(unit); k < old.start(unit + 1); k++) {
                int input = old.input(k);
                while (g < gEnd && growInput[g] < input) {
                    source[out] = -1;
                    row[out++] = growInput[g++];
                    grown++;
                }
                boolean again = g < gEnd && growInput[g] == input;
                if (again && !dropped.get(k)) {
                    throw alreadyConnected(old, input, unit);
                }
                if (again || !dropped.get(k)) {
                    source[out] = k;
                    row[out++] = input;
                    g += again ? 1 : 0;
                }
            }
            while (g < gEnd) {
                source[out] = -1;
                row[out++] = growInput[g++];
                grown++;
            }
            start[unit + 1] = out;
        }
        return new Rewiring(new CompressedPattern(old.nIn(), old.nOut(), start, row), source, grown);
    }

    private static BitSet dropped(CompressedPattern old, long[] drop) {
        BitSet dropped = new BitSet(old.connections());
        for (long position : drop) {
            int index = old.indexOf((int) (position / old.nOut()), (int) (position % old.nOut()));
            if (index < 0) {
                throw new IllegalArgumentException("The position (" + position
                        + ") cannot be dropped: it holds no connection. Maybe the positions are of another pattern?");
            }
            dropped.set(index);
        }
        return dropped;
    }

    private static IllegalArgumentException alreadyConnected(CompressedPattern old, int input, int unit) {
        return new IllegalArgumentException("The position (" + ((long) input * old.nOut() + unit)
                + ") cannot be grown: it holds a connection already and is not dropped.");
    }

    /**
     * The pattern after the change.
     *
     * @return the new pattern
     */
    public CompressedPattern pattern() {
        return pattern;
    }

    /**
     * Where a connection of the new pattern comes from.
     *
     * @param index of the connection in the new pattern
     * @return its index in the old pattern, or -1 if it is new
     */
    public int source(int index) {
        return source[index];
    }

    /**
     * The number of connections that are new.
     *
     * @return how many connections have no source; a position dropped and grown at once is not among them
     */
    public int grown() {
        return grown;
    }

    /**
     * Carries a vector of values along.
     *
     * @param old one value for each connection of the old pattern
     * @param fresh the value of new connections
     * @return one value for each connection of the new pattern; kept ones are copied bit for bit
     */
    public float[] carry(float[] old, float fresh) {
        float[] moved = new float[source.length];
        Arrays.fill(moved, fresh);
        for (int k = 0; k < source.length; k++) {
            if (source[k] >= 0) {
                moved[k] = old[source[k]];
            }
        }
        return moved;
    }

    /**
     * Carries a vector of values along.
     *
     * @param old one value for each connection of the old pattern
     * @param fresh the value of new connections
     * @return one value for each connection of the new pattern; kept ones are copied bit for bit
     */
    public double[] carry(double[] old, double fresh) {
        double[] moved = new double[source.length];
        Arrays.fill(moved, fresh);
        for (int k = 0; k < source.length; k++) {
            if (source[k] >= 0) {
                moved[k] = old[source[k]];
            }
        }
        return moved;
    }
}
