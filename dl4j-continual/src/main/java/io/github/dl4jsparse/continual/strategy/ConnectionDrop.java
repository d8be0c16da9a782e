package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.listeners.topology.DropCriterion;
import io.github.dl4jsparse.listeners.topology.DropScore;

/** Which connections {@link ContinualDst} drops. */
public enum ConnectionDrop {
    /** The smallest {@code |w|}. */
    MAGNITUDE,

    /** The smallest positive and the largest negative weights, of each sign its share, as in SET. */
    PER_SIGN,

    /** The smallest {@code (w g)^2}, g the gradient of the loss. */
    TAYLOR;

    DropCriterion criterion() {
        return switch (this) {
            case MAGNITUDE -> DropCriterion.magnitude();
            case PER_SIGN -> DropCriterion.perSign();
            case TAYLOR -> DropCriterion.smallest(DropScore.taylor());
        };
    }
}
