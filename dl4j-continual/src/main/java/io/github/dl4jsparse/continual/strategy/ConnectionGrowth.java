package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.GrowthCriterion;

/** Where {@link ContinualDst} grows connections. */
public enum ConnectionGrowth {
    /** At random, exactly as many as were dropped. */
    RANDOM,

    /** Where the task has had none yet; all of these and random others when there are too few. */
    UNFIRED,

    /** The largest {@code |g|}, g the gradient of the loss. */
    GRADIENT,

    /** The largest {@code |m / (sqrt(v) + 1e-8)|}, m and v Adam's averages of gradients and their squares over every position. */
    MOMENTUM;

    /** A new one for each training. */
    GrowthCriterion criterion() {
        return switch (this) {
            case RANDOM -> GrowthCriterion.random();
            case UNFIRED -> GrowthCriterion.randomUnfired();
            case GRADIENT -> GrowthCriterion.gradient();
            case MOMENTUM -> GrowthCriterion.momentum(DenseMomentum.adam(0.9, 0.999));
        };
    }
}
