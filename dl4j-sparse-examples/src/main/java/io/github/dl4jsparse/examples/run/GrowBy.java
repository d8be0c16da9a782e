package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.GrowthCriterion;

/** Where a method grows connections, where that is not left to it. */
public enum GrowBy {
    /** As the method does. */
    BY_METHOD,
    /** At random. */
    RANDOM,
    /** At random, first where there never was a connection. */
    RANDOM_UNFIRED,
    /** Where gradients are largest. */
    GRADIENT,
    /** Where the momentum of gradients is largest. */
    MOMENTUM,
    /** Where activations are most alike. */
    SIMILARITY;

    GrowthCriterion criterion(DenseMomentum momentum) {
        return switch (this) {
            case BY_METHOD, RANDOM -> GrowthCriterion.random();
            case RANDOM_UNFIRED -> GrowthCriterion.randomUnfired();
            case GRADIENT -> GrowthCriterion.gradient();
            case MOMENTUM -> GrowthCriterion.momentum(momentum);
            case SIMILARITY -> GrowthCriterion.similarity();
        };
    }
}
