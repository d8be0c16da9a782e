package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A pattern held in two ND4J vectors: the input of each connection, and the number of connections of each output unit.
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
     * @param inputs out: one number for each connection
     * @param fanIn out: one number for each output unit
     */
    public static void write(CompressedPattern pattern, INDArray inputs, INDArray fanIn) {
        HostMemory.write(pattern.inputs(), inputs);
        HostMemory.write(fanIn(pattern), fanIn);
    }

    /**
     * Whether two vectors hold exactly a pattern.
     *
     * @param pattern the expected connections
     * @param inputs in: one number for each connection
     * @param fanIn in: one number for each output unit
     * @return true if every number is the expected one
     */
    public static boolean holds(CompressedPattern pattern, INDArray inputs, INDArray fanIn) {
        return HostMemory.holds(inputs, pattern.inputs()) && HostMemory.holds(fanIn, fanIn(pattern));
    }

    /**
     * Reads a pattern, rounding each number.
     *
     * @param nIn number of inputs
     * @param inputs in: one number for each connection
     * @param fanIn in: one number for each output unit
     * @return the pattern
     * @throws IllegalArgumentException if the rounded numbers are no pattern; the message says where
     */
    public static CompressedPattern read(int nIn, INDArray inputs, INDArray fanIn) {
        return CompressedPattern.ofFanIn(nIn, HostMemory.readRounded(fanIn), HostMemory.readRounded(inputs));
    }

    private static int[] fanIn(CompressedPattern pattern) {
        int[] fanIn = new int[pattern.nOut()];
        for (int unit = 0; unit < fanIn.length; unit++) {
            fanIn[unit] = pattern.fanIn(unit);
        }
        return fanIn;
    }
}
