package io.github.dl4jsparse.listeners.topology;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How long a training is going to be. DL4J does not tell its listeners, so a method that anneals is told by {@link
 * DynamicSparseTraining#until}. Counted from the moment the listener is attached.
 *
 * @param length how many, positive
 * @param unit of what
 */
public record Horizon(long length, Unit unit) {

    /** What a horizon counts. */
    public enum Unit {
        /** Parameter updates: minibatches, or segments of truncated back-propagation through time. */
        STEPS,
        /** Passes over the data by {@code fit(iterator)}; {@code fit(DataSet)} knows no epochs. */
        EPOCHS
    }

    /**
     * Checks the length.
     *
     * @param length how many, positive
     * @param unit of what
     */
    public Horizon {
        if (length <= 0) {
            throw new DL4JInvalidConfigException("The horizon (" + length + ") in (" + unit + ") must be positive.");
        }
    }

    /**
     * A number of parameter updates.
     *
     * @param steps positive
     * @return the horizon
     */
    public static Horizon steps(long steps) {
        return new Horizon(steps, Unit.STEPS);
    }

    /**
     * A number of passes over the data.
     *
     * @param epochs positive
     * @return the horizon
     */
    public static Horizon epochs(int epochs) {
        return new Horizon(epochs, Unit.EPOCHS);
    }
}
