package io.github.dl4jsparse.examples.bench;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How many threads each side computes with.
 *
 * @param dense threads of ND4J while a dense network runs
 * @param sparse threads of the sparse kernels
 */
public record ThreadCounts(int dense, int sparse) {

    /** Threads of ND4J in training steps of a sparse network, whose other operations are too small to share. */
    static final int BESIDE_SPARSE = 1;

    /**
     * Checks the numbers.
     *
     * @param dense threads of ND4J while a dense network runs
     * @param sparse threads of the sparse kernels
     */
    public ThreadCounts {
        if (dense < 1 || sparse < 1) {
            throw new DL4JInvalidConfigException("The numbers of threads (dense " + dense + ", sparse " + sparse
                    + ") must be positive. Maybe leave the option out, for one thread?");
        }
    }
}
