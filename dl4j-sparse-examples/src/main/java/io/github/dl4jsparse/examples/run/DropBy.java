package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DropCriterion;
import io.github.dl4jsparse.listeners.topology.DropScore;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Which connections a method drops, where that is not left to it. */
public enum DropBy {
    /** As the method does. */
    BY_METHOD,
    /** The smallest magnitudes. */
    MAGNITUDE,
    /** The values closest to zero of either sign, as SET. */
    PER_SIGN,
    /** Half of the connections of each sign, those closest to zero. */
    PER_SIGN_HALVES,
    /** The smallest {@code |w| + |g|}, as MEST. */
    MEST,
    /** The smallest {@code |g| / |w|}. */
    SENSITIVITY,
    /** The smallest {@code |w| / |g|}. */
    RECIPROCAL_SENSITIVITY,
    /** The smallest {@code |w g|}. */
    SNIP,
    /** The smallest {@code (w g)^2}. */
    TAYLOR,
    /** The smallest products of weight and Hessian-gradient product. */
    GRASP,
    /** At random. */
    RANDOM;

    DropCriterion criterion(DropScope scope) {
        return switch (this) {
            case BY_METHOD, MAGNITUDE -> of(DropScore.magnitude(), scope);
            case PER_SIGN -> local(DropCriterion.perSign(), scope);
            case PER_SIGN_HALVES -> local(DropCriterion.perSignHalves(), scope);
            case MEST -> of(DropScore.mest(1), scope);
            case SENSITIVITY -> of(DropScore.sensitivity(), scope);
            case RECIPROCAL_SENSITIVITY -> of(DropScore.reciprocalSensitivity(), scope);
            case SNIP -> of(DropScore.snip(), scope);
            case TAYLOR -> of(DropScore.taylor(), scope);
            case GRASP -> of(DropScore.grasp(), scope);
            case RANDOM -> local(DropCriterion.random(), scope);
        };
    }

    private static DropCriterion of(DropScore score, DropScope scope) {
        return scope == DropScope.GLOBAL ? DropCriterion.smallestOfAll(score) : DropCriterion.smallest(score);
    }

    private DropCriterion local(DropCriterion criterion, DropScope scope) {
        if (scope == DropScope.GLOBAL) {
            throw new DL4JInvalidConfigException("The drop criterion (" + this
                    + ") has no scores that could be compared over the network. Maybe a layer's scope, or magnitudes?");
        }
        return criterion;
    }
}
