package io.github.dl4jsparse.listeners.topology;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * When the topology changes. Where a horizon is known, nothing changes at its end or after it: the last connections that
 * are grown must have time to learn.
 */
@FunctionalInterface
public interface UpdateSchedule {

    /**
     * Whether the topology changes at a moment.
     *
     * @param moment after a step, or at the end of an epoch
     * @return true if it does
     */
    boolean due(TrainingMoment moment);

    /**
     * The share of the horizon after which nothing changes any more; a drop fraction is annealed towards it.
     *
     * @return in (0, 1]
     */
    default double end() {
        return 1;
    }

    /**
     * Never: a static sparse network.
     *
     * @return the schedule
     */
    static UpdateSchedule never() {
        return new NeverUpdate();
    }

    /**
     * After every n steps: {@code t mod n == 0}, t the number of finished steps.
     *
     * @param n positive
     * @return the schedule
     * @throws DL4JInvalidConfigException if n is not positive
     */
    static UpdateSchedule everySteps(int n) {
        check(n);
        return new NamedSchedule("every " + n + " steps", moment -> !moment.epochEnd() && moment.step() % n == 0, 1);
    }

    /**
     * At the end of every epoch. Epochs are known to {@code fit(iterator)} only. Where growth needs a gradient, the change
     * is made after the first step of the next epoch.
     *
     * @return the schedule
     */
    static UpdateSchedule everyEpoch() {
        return everyEpochs(1);
    }

    /**
     * At the end of every n-th epoch.
     *
     * @param n positive
     * @return the schedule
     * @throws DL4JInvalidConfigException if n is not positive
     */
    static UpdateSchedule everyEpochs(int n) {
        check(n);
        return new NamedSchedule("every " + n + " epochs", moment -> moment.epochEnd() && moment.epoch() % n == 0, 1);
    }

    /**
     * This schedule, stopping early.
     *
     * @param share the share of the horizon after which nothing changes any more, in (0, 1]
     * @return a new schedule
     * @throws DL4JInvalidConfigException if the share is outside of (0, 1]
     */
    default UpdateSchedule stoppingAt(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new DL4JInvalidConfigException("The share of the training (" + share + ") at which the topology"
                    + " settles must be in (0, 1]. Maybe you passed a number of steps?");
        }
        return new NamedSchedule(this + " until " + share + " of the training", this, share);
    }

    private static void check(int n) {
        if (n <= 0) {
            throw new DL4JInvalidConfigException("The interval (" + n + ") of topology updates must be positive.");
        }
    }
}
