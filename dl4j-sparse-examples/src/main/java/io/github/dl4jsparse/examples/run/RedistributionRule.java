package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.Redistribution;

/** How many connections each array grows, by name. All but {@link #NONE} need masked storage. */
public enum RedistributionRule {
    /** As the method has it. */
    BY_METHOD,
    /** As many as it has dropped. */
    NONE,
    /** In proportion to the connections that have survived. */
    SURVIVORS,
    /** In proportion to their mean magnitude. */
    MAGNITUDE,
    /** In proportion to their mean gradient. */
    GRADIENT,
    /** In proportion to their mean momentum. */
    MOMENTUM,
    /** At random over the free places of the network. */
    RANDOM;

    Redistribution rule(DenseMomentum momentum) {
        return switch (this) {
            case BY_METHOD -> throw new IllegalStateException("The method's own rule stays.");
            case NONE -> Redistribution.none();
            case SURVIVORS -> Redistribution.bySurvivors();
            case MAGNITUDE -> Redistribution.byMagnitude();
            case GRADIENT -> Redistribution.byGradient();
            case MOMENTUM -> Redistribution.byMomentum(momentum);
            case RANDOM -> Redistribution.random();
        };
    }
}
