package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.listeners.topology.TrainingMoment;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Every n steps, but in the first epoch of a refinement only once, at its beginning; not after the last step before it.
 */
record PhaseSchedule(TicketPhases phases, int steps) implements UpdateSchedule {

    PhaseSchedule {
        if (steps <= 0) {
            throw new DL4JInvalidConfigException("The interval (" + steps + ") of topology updates must be positive.");
        }
    }

    @Override
    public boolean due(TrainingMoment moment) {
        if (moment.epochEnd()) {
            return phases.beginsRefinement(moment.epoch());
        }
        // after the last step of a phase the progress is that of the next one, and the ticket is about to be taken
        int progressed = (int) Math.floor(moment.progress() * phases.epochs() + 1e-9);
        return !phases.beginsRefinement(moment.epoch())
                && !phases.beginsRefinement(progressed)
                && moment.step() % steps == 0;
    }

    @Override
    public String toString() {
        return "every " + steps + " steps of " + phases;
    }
}
