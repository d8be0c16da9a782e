package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.GrowthCriterion;

/** Where connections grow, by name. */
public enum GrowRule {
    /** As the method has it. */
    BY_METHOD,
    /** Anywhere. */
    RANDOM,
    /** Where none has ever been, as long as there are such places. */
    RANDOM_UNFIRED,
    /** Where the gradient is largest. */
    GRADIENT,
    /** Where the momentum is largest. */
    MOMENTUM,
    /** Between units whose activations are alike. */
    SIMILARITY;

    GrowthCriterion criterion(DenseMomentum momentum) {
        return switch (this) {
            case BY_METHOD -> throw new IllegalStateException("The method's own criterion stays.");
            case RANDOM -> GrowthCriterion.random();
            case RANDOM_UNFIRED -> GrowthCriterion.randomUnfired();
            case GRADIENT -> GrowthCriterion.gradient();
            case MOMENTUM -> GrowthCriterion.momentum(momentum);
            case SIMILARITY -> GrowthCriterion.similarity();
        };
    }
}
