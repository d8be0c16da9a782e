package io.github.dl4jsparse.layers.kernel;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;

/**
 * The connections of a fully connected layer with a weight matrix of shape {@code [nIn, nOut]}, without the values.
 *
 * <p>Connections are stored by output unit, and within a unit by ascending input (compressed columns). The place of a
 * connection in this storage is its <i>index</i>, {@code 0 .. connections() - 1}; its <i>position</i> is the linear index
 * in C order of the full matrix, {@code input * nOut + unit}, a long because a matrix may have more than 2<sup>31</sup>
 * places. Memory: 4 bytes for each connection and each output unit, and three times as much once an
 * input gradient was computed; nothing depends on {@code nIn * nOut}.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class CompressedPattern {

    private final int nIn;
    private final int nOut;
    private final int[] columnStart;
    private final int[] row;
    private volatile TransposedPattern byInput;

    /** Takes the arrays as they are; only for callers that made them and have checked them. */
    CompressedPattern(int nIn, int nOut, int[] columnStart, int[] row) {
        this.nIn = nIn;
        this.nOut = nOut;
        this.columnStart = columnStart;
        this.row = row;
    }

    /**
     * A pattern from the number of connections of each output unit and their inputs.
     *
     * @param nIn number of inputs, at least 1
     * @param fanIn number of connections of each output unit; its length is nOut
     * @param inputs the inputs of all connections, unit after unit, ascending within a unit
     * @return the pattern
     * @throws IllegalArgumentException if counts and inputs do not fit together, an input is out of range, or a unit's
     *     inputs do not ascend strictly
     */
    public static CompressedPattern ofFanIn(int nIn, int[] fanIn, int[] inputs) {
        PatternCheck.shape(nIn, fanIn.length);
        int[] columnStart = PatternCheck.starts(nIn, fanIn, inputs.length);
        int[] row = inputs.clone();
        PatternCheck.inputs(nIn, columnStart, row);
        return new CompressedPattern(nIn, fanIn.length, columnStart, row);
    }

    /**
     * A pattern from positions in C order of the full matrix.
     *
     * @param nIn number of inputs, at least 1
     * @param nOut number of output units, at least 1
     * @param positions {@code input * nOut + unit} of each connection, strictly ascending
     * @return the pattern
     * @throws IllegalArgumentException if the positions do not ascend strictly or leave {@code [0, nIn * nOut)}
     */
    public static CompressedPattern ofPositions(int nIn, int nOut, long... positions) {
        PatternCheck.shape(nIn, nOut);
        PatternCheck.positions(nIn, nOut, positions);
        PositionBuckets byUnit = PositionBuckets.of(nOut, positions, false);
        return new CompressedPattern(nIn, nOut, byUnit.start(), byUnit.input());
    }

    /**
     * A random pattern: every set of exactly so many connections is equally likely. Time and memory go with the number
     * of connections.
     *
     * @param nIn number of inputs, at least 1
     * @param nOut number of output units, at least 1
     * @param connections how many, in {@code [0, nIn * nOut]}
     * @param random where the draws come from
     * @return the pattern
     * @throws IllegalArgumentException if there are fewer places than connections
     */
    public static CompressedPattern random(int nIn, int nOut, int connections, RandomStream random) {
        PatternCheck.shape(nIn, nOut);
        long[] drawn = random.sample((long) nIn * nOut, connections);
        int[] columnStart = new int[nOut + 1];
        int[] row = new int[connections];
        for (int k = 0; k < connections; k++) {
            columnStart[(int) (drawn[k] / nIn) + 1]++;
            row[k] = (int) (drawn[k] % nIn);
        }
        for (int unit = 0; unit < nOut; unit++) {
            columnStart[unit + 1] += columnStart[unit];
        }
        return new CompressedPattern(nIn, nOut, columnStart, row);
    }

    /**
     * The pattern of a full matrix.
     *
     * @param nIn number of inputs, at least 1
     * @param nOut number of output units, at least 1
     * @return the pattern with all {@code nIn * nOut} connections
     * @throws IllegalArgumentException if the number of connections leaves the range of int
     */
    public static CompressedPattern full(int nIn, int nOut) {
        PatternCheck.shape(nIn, nOut);
        PatternCheck.count((long) nIn * nOut);
        int[] columnStart = new int[nOut + 1];
        Arrays.setAll(columnStart, unit -> unit * nIn);
        int[] row = new int[nIn * nOut];
        Arrays.setAll(row, k -> k % nIn);
        return new CompressedPattern(nIn, nOut, columnStart, row);
    }

    /**
     * The number of inputs.
     *
     * @return rows of the full matrix
     */
    public int nIn() {
        return nIn;
    }

    /**
     * The number of output units.
     *
     * @return columns of the full matrix
     */
    public int nOut() {
        return nOut;
    }

    /**
     * The number of connections.
     *
     * @return how many values a weight vector of this pattern has
     */
    public int connections() {
        return row.length;
    }

    /**
     * The share of places that hold a connection.
     *
     * @return {@code connections / (nIn * nOut)}, in [0, 1]
     */
    public double density() {
        return row.length / ((double) nIn * nOut);
    }

    /**
     * The index of an output unit's first connection.
     *
     * @param unit an output unit, or nOut for the end of the last one
     * @return index in {@code [0, connections()]}; connections of the unit are {@code start(unit) .. start(unit + 1) - 1}
     */
    public int start(int unit) {
        return columnStart[unit];
    }

    /**
     * The input of a connection.
     *
     * @param index of the connection
     * @return the input, in {@code [0, nIn)}
     */
    public int input(int index) {
        return row[index];
    }

    /**
     * The number of connections of an output unit.
     *
     * @param unit an output unit
     * @return its fan-in, in {@code [0, nIn]}
     */
    public int fanIn(int unit) {
        return columnStart[unit + 1] - columnStart[unit];
    }

    /**
     * The number of connections of each output unit.
     *
     * @return a new array of length nOut
     */
    public int[] fanIn() {
        int[] degrees = new int[nOut];
        for (int unit = 0; unit < nOut; unit++) {
            degrees[unit] = fanIn(unit);
        }
        return degrees;
    }

    /**
     * The number of connections of each input.
     *
     * @return a new array of nIn counts in {@code [0, nOut]}
     */
    public int[] fanOut() {
        int[] degree = new int[nIn];
        for (int input : row) {
            degree[input]++;
        }
        return degree;
    }

    /**
     * The index of the connection between an input and an output unit.
     *
     * @param input an input
     * @param unit an output unit
     * @return the index, or a negative number if they are not connected
     */
    public int indexOf(int input, int unit) {
        return Arrays.binarySearch(row, columnStart[unit], columnStart[unit + 1], input);
    }

    /**
     * Whether an input and an output unit are connected.
     *
     * @param input an input
     * @param unit an output unit
     * @return true if the pattern holds this connection
     */
    public boolean contains(int input, int unit) {
        return indexOf(input, unit) >= 0;
    }

    /**
     * The positions of all connections.
     *
     * @return {@code input * nOut + unit} of each, ascending; a new array
     */
    public long[] positions() {
        long[] positions = new long[row.length];
        int[] order = indicesByPosition();
        int[] unitOf = unitOfIndex();
        for (int p = 0; p < order.length; p++) {
            positions[p] = (long) row[order[p]] * nOut + unitOf[order[p]];
        }
        return positions;
    }

    /**
     * The positions of all connections, as a set that needs 8 bytes for each connection only if no gradient of the input was
     * computed before.
     *
     * @return the set; ascending in C order
     */
    public PositionSet positionSet() {
        return new PatternPositions(this);
    }

    /**
     * The way from sorted positions to storage.
     *
     * @return for each entry of {@link #positions()} the index of that connection; a new array
     */
    public int[] indicesByPosition() {
        int[] next = new int[nIn + 1];
        for (int input : row) {
            next[input + 1]++;
        }
        for (int input = 0; input < nIn; input++) {
            next[input + 1] += next[input];
        }
        int[] order = new int[row.length];
        for (int k = 0; k < row.length; k++) {
            order[next[row[k]]++] = k;
        }
        return order;
    }

    private int[] unitOfIndex() {
        int[] units = new int[row.length];
        for (int unit = 0; unit < nOut; unit++) {
            Arrays.fill(units, columnStart[unit], columnStart[unit + 1], unit);
        }
        return units;
    }

    /**
     * Drops and grows connections. A position that is both dropped and grown keeps its place: it counts as neither.
     *
     * @param drop positions to drop, strictly ascending, all of them connected
     * @param grow positions to grow, strictly ascending, none of them connected unless it is dropped too
     * @return the new pattern and where each of its connections comes from
     * @throws IllegalArgumentException if a position is out of order or range, not connected though it is dropped, or
     *     already connected though it is grown
     */
    public Rewiring rewire(long[] drop, long[] grow) {
        return Rewiring.of(this, drop, grow);
    }

    /** The first connection of each unit and the end of the last; not to be changed. */
    int[] columnStarts() {
        return columnStart;
    }

    /** All output units. */
    Range units() {
        return new Range(0, nOut);
    }

    /** The same connections by input: 8 bytes for each, made at the first call and kept. */
    TransposedPattern byInput() {
        TransposedPattern transposed = byInput;
        if (transposed == null) {
            transposed = TransposedPattern.of(this);
            byInput = transposed;
        }
        return transposed;
    }

    /** The input of each connection; not to be changed. */
    int[] inputs() {
        return row;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompressedPattern that
                && nIn == that.nIn
                && Arrays.equals(columnStart, that.columnStart)
                && Arrays.equals(row, that.row);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * nIn + Arrays.hashCode(columnStart)) + Arrays.hashCode(row);
    }

    @Override
    public String toString() {
        return "CompressedPattern[" + nIn + " x " + nOut + ", " + row.length + " connections]";
    }
}
