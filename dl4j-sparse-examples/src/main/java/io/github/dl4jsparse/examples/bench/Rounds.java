package io.github.dl4jsparse.examples.bench;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How often each contender runs.
 *
 * @param warmUp rounds before the measurement, in which the JVM compiles; not negative
 * @param measured rounds whose times count, positive
 */
public record Rounds(int warmUp, int measured) {

    /**
     * Checks the numbers.
     *
     * @param warmUp rounds before the measurement, in which the JVM compiles; not negative
     * @param measured rounds whose times count, positive
     */
    public Rounds {
        if (warmUp < 0 || measured < 1) {
            throw new DL4JInvalidConfigException("The rounds of warming up (" + warmUp
                    + ") must not be negative, and the rounds that count (" + measured + ") must be positive.");
        }
    }
}
