package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;

/**
 * A changed pattern together with where each of its connections comes from. Immutable. Memory: 4 bytes for each connection
 * beside the new pattern, and 16 for each that is dropped or grown while it is made.
 */
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
        long room = (long) old.connections() - drop.length + grow.length;
        PatternCheck.count(room);
        PositionBuckets dropped = PositionBuckets.of(old.nOut(), drop, false);
        checkConnected(old, dropped);
        PositionBuckets fresh = PositionBuckets.of(old.nOut(), grow, true);
        int[] dropInput = dropped.input();
        int[] growInput = fresh.input();
        int[] start = new int[old.nOut() + 1];
        int[] row = new int[(int) room];
        int[] source = new int[(int) room];
        int out = 0;
        int grown = 0;
        for (int unit = 0; unit < old.nOut(); unit++) {
            int d = dropped.start()[unit];
            int dEnd = dropped.start()[unit + 1];
            int g = fresh.start()[unit];
            int gEnd = fresh.start()[unit + 1];
            for (int k = old.start(unit); k < old.start(unit + 1); k++) {
                int input = old.input(k);
                while (g < gEnd && growInput[g] < input) {
                    source[out] = ~fresh.origin()[g];
                    row[out++] = growInput[g++];
                    grown++;
                }
                boolean gone = d < dEnd && dropInput[d] == input;
                boolean again = g < gEnd && growInput[g] == input;
                if (again && !gone) {
                    throw alreadyConnected(old, input, unit);
                }
                if (again || !gone) {
                    source[out] = k;
                    row[out++] = input;
                }
                d += gone ? 1 : 0;
                g += again ? 1 : 0;
            }
            while (g < gEnd) {
                source[out] = ~fresh.origin()[g];
                row[out++] = growInput[g++];
                grown++;
            }
            start[unit + 1] = out;
        }
        return new Rewiring(new CompressedPattern(old.nIn(), old.nOut(), start, row), source, grown);
    }

    /** Before anything is merged: what is not connected would leave no room for what follows it. */
    private static void checkConnected(CompressedPattern old, PositionBuckets dropped) {
        for (int unit = 0; unit < old.nOut(); unit++) {
            int k = old.start(unit);
            int end = old.start(unit + 1);
            for (int d = dropped.start()[unit]; d < dropped.start()[unit + 1]; d++) {
                int input = dropped.input()[d];
                while (k < end && old.input(k) < input) {
                    k++;
                }
                if (k == end || old.input(k) != input) {
                    throw new IllegalArgumentException(
                            "The position (" + ((long) input * old.nOut() + unit)
                                    + ") cannot be dropped: it holds no connection. Maybe the positions are of another pattern?");
                }
            }
        }
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
        return Math.max(-1, source[index]);
    }

    /**
     * Which of the grown positions a new connection is.
     *
     * @param index in the new pattern, of a connection without source
     * @return the place of its position among those to grow
     */
    public int growth(int index) {
        return ~source[index];
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
