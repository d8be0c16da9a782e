package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A pattern held in one ND4J vector: the input of each connection, followed by the number of connections of each output
 * unit.
 *
 * <p>Integers are exact in single precision up to 2<sup>24</sup>. They are read with rounding, so that a pattern survives
 * arithmetic that should give the same number again, such as the mean over workers that hold the same pattern.
 */
public final class PatternStore {

    /** The largest number of inputs whose indices single precision holds exactly. */
    public static final int MAX_INPUTS = 1 << 24;

    private PatternStore() {}

    /**
     * Writes a pattern.
     *
     * @param pattern the connections
     * @param vector out: one number for each connection, one for each output unit
     */
    public static void write(CompressedPattern pattern, INDArray vector) {
        checkLength(pattern, vector);
        HostMemory.write(pattern.inputs(), vector, 0);
        HostMemory.write(pattern.fanIn(), vector, pattern.connections());
    }

    /**
     * Whether a vector holds exactly a pattern.
     *
     * @param pattern the expected connections
     * @param vector in: one number for each connection, one for each output unit
     * @return true if every number is the expected one
     */
    public static boolean holds(CompressedPattern pattern, INDArray vector) {
        checkLength(pattern, vector);
        return HostMemory.holds(vector, 0, pattern.inputs())
                && HostMemory.holds(vector, pattern.connections(), pattern.fanIn());
    }

    private static void checkLength(CompressedPattern pattern, INDArray vector) {
        long length = (long) pattern.connections() + pattern.nOut();
        if (vector.length() != length) {
            throw new IllegalArgumentException("The vector of length (" + vector.length() + ") must have the length ("
                    + length + ") of the pattern (" + pattern + ").");
        }
    }

    /**
     * Reads a pattern, rounding each number.
     *
     * @param nIn number of inputs
     * @param nOut number of output units
     * @param vector in: one number for each connection, one for each output unit
     * @return the pattern
     * @throws IllegalArgumentException if the rounded numbers are no pattern; the message says where
     */
    public static CompressedPattern read(int nIn, int nOut, INDArray vector) {
        int connections = Math.toIntExact(vector.length() - nOut);
        return CompressedPattern.ofFanIn(
                nIn, HostMemory.readRounded(vector, connections, nOut), HostMemory.readRounded(vector, 0, connections));
    }
}
