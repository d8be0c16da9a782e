package io.github.dl4jsparse.examples.bench;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The threads of ND4J and its BLAS. */
public final class NativeThreads {

    private NativeThreads() {}

    /**
     * Sets how many threads ND4J and its BLAS compute with from now on.
     *
     * @param number positive
     * @throws DL4JInvalidConfigException if it is not
     */
    public static void set(int number) {
        if (number < 1) {
            throw new DL4JInvalidConfigException("The number of threads (" + number + ") must be positive.");
        }
        // Nd4j first: the holder of its natives does not initialise by itself.
        Nd4j.factory().blas().setMaxThreads(number);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(number);
    }
}
