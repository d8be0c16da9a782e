package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.listeners.topology.DropFraction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Constant in the exploration; in each refinement the leap first, then a cosine down to 0.005. */
record PhaseFraction(TicketPhases phases, double usual, double leap) implements DropFraction {

    private static final double FLOOR = 0.005;

    PhaseFraction {
        if (!(usual >= 0 && usual <= 1 && leap >= 0 && leap <= 1)) {
            throw new DL4JInvalidConfigException("The drop fractions (usual " + usual + ", leap " + leap
                    + ") must be in [0, 1]. Maybe you passed percentages?");
        }
    }

    @Override
    public double at(double progress) {
        double epoch = progress * phases.epochs() + 1e-9;
        if (epoch < phases.exploration()) {
            return usual;
        }
        double within = (epoch - phases.exploration()) % phases.refinement();
        if (within < 1) {
            return leap;
        }
        double floor = Math.min(FLOOR, usual);
        double t = (within - 1) / (phases.refinement() - 1);
        return floor + (usual - floor) / 2 * (1 + Math.cos(Math.PI * t));
    }

    @Override
    public String toString() {
        return "usual " + usual + ", leap " + leap;
    }
}
