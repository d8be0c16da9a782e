package io.github.dl4jsparse.examples.cli;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Option;

/** How many threads ND4J computes with. */
final class ThreadsOption {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that ND4J and its BLAS compute with. Default: 1 for the quickstart, whose network is too"
                            + " small for more, else their own choice.")
    private Integer threads;

    void apply() {
        if (threads != null) {
            set(threads);
        }
    }

    /** Sets the number of threads that was asked for, or else another one. */
    void applyOr(int usual) {
        set(threads == null ? usual : threads);
    }

    private static void set(int number) {
        if (number < 1) {
            throw new DL4JInvalidConfigException("The number of threads (" + number + ") must be positive.");
        }
        // Nd4j first: the holder of its natives does not initialise by itself.
        Nd4j.factory().blas().setMaxThreads(number);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(number);
    }
}
