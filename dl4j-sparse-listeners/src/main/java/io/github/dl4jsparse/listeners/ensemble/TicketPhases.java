package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.layers.updater.CyclicSchedule;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.Horizon;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * The phases of one long training that gives several tickets: exploration, then for each ticket a refinement that
 * begins with a leap, a topology update of large drop fraction that leaves the last minimum. Liu et al., <i>Deep
 * Ensembling with No Overhead</i> (FreeTickets, EDST), ICLR 2022, with 150 epochs of exploration and a leap of 0.8;
 * Sup-tickets has the same phases with cycles of 8 epochs.
 *
 * @param exploration epochs before the first refinement, positive
 * @param refinement epochs of each refinement, positive
 * @param tickets how many refinements there are, positive
 */
public record TicketPhases(int exploration, int refinement, int tickets) {

    private static final double USUAL = 0.5;

    private static final double LEAP = 0.8;

    /**
     * Checks the numbers.
     *
     * @param exploration epochs before the first refinement, positive
     * @param refinement epochs of each refinement, positive
     * @param tickets how many refinements there are, positive
     * @throws DL4JInvalidConfigException if one of them is not positive
     */
    public TicketPhases {
        if (exploration <= 0 || refinement <= 0 || tickets <= 0) {
            throw new DL4JInvalidConfigException(
                    "The epochs of exploration (" + exploration + ") and of each refinement (" + refinement
                            + ") and the number of tickets (" + tickets + ") must be positive.");
        }
    }

    /**
     * The length of the training.
     *
     * @return {@code exploration + tickets * refinement}
     */
    public int epochs() {
        return exploration + tickets * refinement;
    }

    /**
     * Gives a method these phases: every n steps half of the connections that its criteria choose are exchanged in the
     * exploration, and in a refinement from its second epoch on, by a cosine down to 0.005; a refinement begins with a
     * leap of 0.8.
     *
     * @param method any composition
     * @param steps between two updates, positive
     * @return the method, with schedule, drop fraction and horizon
     * @throws DL4JInvalidConfigException if the number of steps is not positive
     */
    public DynamicSparseTraining on(DynamicSparseTraining method, int steps) {
        return on(method, steps, USUAL, LEAP);
    }

    /**
     * As {@link #on(DynamicSparseTraining, int)}, with other fractions.
     *
     * @param method any composition
     * @param steps between two updates, positive
     * @param usual the drop fraction of the exploration, in [0, 1]
     * @param leap that of the leaps, in [0, 1]
     * @return the method, with schedule, drop fraction and horizon
     * @throws DL4JInvalidConfigException if a number is out of its range
     */
    public DynamicSparseTraining on(DynamicSparseTraining method, int steps, double usual, double leap) {
        return method.until(Horizon.epochs(epochs()))
                .schedule(new PhaseSchedule(this, steps))
                .fraction(new PhaseFraction(this, usual, leap));
    }

    /**
     * A learning rate for these phases: constant in the exploration, falling in each refinement.
     *
     * @param exploring the rate of the exploration
     * @param high the rate at the beginning of a refinement
     * @param low the rate that its end comes near
     * @return for the network's updater, which must count epochs from the beginning of the phases
     * @throws DL4JInvalidConfigException if a rate is negative, or low above high
     */
    public ISchedule learningRate(double exploring, double high, double low) {
        return new CyclicSchedule(ScheduleType.EPOCH, exploring, exploration, refinement, high, low);
    }

    boolean beginsRefinement(int epoch) {
        return epoch >= exploration && epoch < epochs() && (epoch - exploration) % refinement == 0;
    }

    boolean endsRefinement(int epoch) {
        return epoch > exploration && epoch <= epochs() && (epoch - exploration) % refinement == 0;
    }
}
