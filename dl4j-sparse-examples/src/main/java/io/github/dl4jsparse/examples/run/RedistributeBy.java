package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.Redistribution;

/** How many connections each layer grows, where that is not left to the method. */
public enum RedistributeBy {
    /** As the method does. */
    BY_METHOD,
    /** As many as it has dropped. */
    NONE,
    /** In proportion to what has survived in it. */
    SURVIVORS,
    /** In proportion to its mean magnitude. */
    MAGNITUDE,
    /** In proportion to its mean gradient. */
    GRADIENT,
    /** In proportion to its mean momentum. */
    MOMENTUM,
    /** At random over all free places of the network. */
    RANDOM;

    Redistribution rule(DenseMomentum momentum) {
        return switch (this) {
            case BY_METHOD, NONE -> Redistribution.none();
            case SURVIVORS -> Redistribution.bySurvivors();
            case MAGNITUDE -> Redistribution.byMagnitude();
            case GRADIENT -> Redistribution.byGradient();
            case MOMENTUM -> Redistribution.byMomentum(momentum);
            case RANDOM -> Redistribution.random();
        };
    }
}
