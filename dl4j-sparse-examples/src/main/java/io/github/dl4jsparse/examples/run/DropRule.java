package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.listeners.topology.DropCriterion;
import io.github.dl4jsparse.listeners.topology.DropScore;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Which connections are given up, by name. Gradients are means over the minibatch. */
public enum DropRule {
    /** As the method has it. */
    BY_METHOD,
    /** Smallest {@code |w|}. */
    MAGNITUDE,
    /** Those closest to zero of either sign. */
    PER_SIGN,
    /** Half of them of either sign. */
    PER_SIGN_HALVES,
    /** Smallest {@code |w| + |g|}. */
    MEST,
    /** Smallest {@code |g| / |w|}. */
    SENSITIVITY,
    /** Smallest {@code |w| / |g|}. */
    RECIPROCAL_SENSITIVITY,
    /** Smallest {@code |w g|}. */
    SNIP,
    /** Smallest {@code (w g)^2}. */
    TAYLOR,
    /** Smallest {@code |w - r g|}, r the learning rate at the start. */
    GRADIENT_STEP,
    /** Smallest {@code w (H g)}, H the Hessian. */
    GRASP,
    /** Any. */
    RANDOM,
    /** Magnitudes below one threshold of the network, which adapts itself to the share that is to be dropped. */
    THRESHOLD;

    private static final double FIRST_THRESHOLD = 1e-3;
    private static final double TOLERANCE = 0.1;

    /** The criterion, for one network. */
    DropCriterion criterion(DropScope scope, TrainingOutline outline) {
        if (scope == DropScope.GLOBAL && (this == BY_METHOD || this == RANDOM || this == THRESHOLD || isOfSigns())) {
            throw new DL4JInvalidConfigException(
                    "The drop criterion (" + this
                            + ") cannot compare the connections of the whole network. Maybe --drop magnitude with --scope global?");
        }
        return switch (this) {
            case BY_METHOD -> throw new IllegalStateException("The method's own criterion stays.");
            case PER_SIGN -> DropCriterion.perSign();
            case PER_SIGN_HALVES -> DropCriterion.perSignHalves();
            case RANDOM -> DropCriterion.random();
            case THRESHOLD -> threshold(outline);
            default ->
                scope == DropScope.GLOBAL
                        ? DropCriterion.smallestOfAll(score(outline.settings()))
                        : DropCriterion.smallest(score(outline.settings()));
        };
    }

    private boolean isOfSigns() {
        return this == PER_SIGN || this == PER_SIGN_HALVES;
    }

    static DropCriterion threshold(TrainingOutline outline) {
        return DropCriterion.adaptiveThreshold(FIRST_THRESHOLD, outline.replaced(), TOLERANCE);
    }

    private DropScore score(RunSettings settings) {
        return switch (this) {
            case MAGNITUDE -> DropScore.magnitude();
            case MEST -> DropScore.mest(1.0 / settings.batch()); // the library's gradients are sums
            case SENSITIVITY -> DropScore.sensitivity();
            case RECIPROCAL_SENSITIVITY -> DropScore.reciprocalSensitivity();
            case SNIP -> DropScore.snip();
            case TAYLOR -> DropScore.taylor();
            case GRADIENT_STEP -> DropScore.gradientStep(settings.optimizer().rate() / settings.batch());
            case GRASP -> DropScore.grasp();
            default -> throw new IllegalStateException("(" + this + ") is no score.");
        };
    }
}
