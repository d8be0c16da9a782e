package io.github.dl4jsparse.continual;

import java.util.OptionalDouble;

/**
 * A part of the training of one task, with an optimiser that starts afresh.
 *
 * @param name what progress displays call it
 * @param epochs how many passes over the task's examples, at least 0
 * @param learningRate of all layers in this phase; empty for that of the configuration
 */
public record Phase(String name, int epochs, OptionalDouble learningRate) {

    /**
     * Checks the number of epochs.
     *
     * @param name what progress displays call it
     * @param epochs how many passes over the task's examples
     * @param learningRate of all layers in this phase
     * @throws IllegalArgumentException if there is a negative number of epochs
     */
    public Phase {
        if (epochs < 0) {
            throw new IllegalArgumentException(
                    "The number of epochs (" + epochs + ") of the phase (" + name + ") must not be negative.");
        }
    }

    /**
     * With the learning rate of the configuration.
     *
     * @param name what progress displays call it
     * @param epochs how many passes over the task's examples
     * @return the phase
     */
    public static Phase of(String name, int epochs) {
        return new Phase(name, epochs, OptionalDouble.empty());
    }

    /**
     * The same with a learning rate of its own.
     *
     * @param rate positive
     * @return a new phase
     */
    public Phase learningRate(double rate) {
        return new Phase(name, epochs, OptionalDouble.of(rate));
    }
}
