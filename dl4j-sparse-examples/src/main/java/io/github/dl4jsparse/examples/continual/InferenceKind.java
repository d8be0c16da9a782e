package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.inference.TaskInference;
import io.github.dl4jsparse.continual.inference.TaskInferences;
import java.util.Optional;

/** How a task is found out where each has parameters of its own. */
public enum InferenceKind {
    /** It is told. */
    ORACLE,

    /** By one gradient of the entropy. */
    ONE_SHOT,

    /** By gradients of the entropy, halving the candidates. */
    BINARY,

    /** Every task answers, and the surest one is right. */
    LEAST_ENTROPY,

    /** Every task answers, and the one with the largest outputs is right. */
    MAXIMUM_OUTPUT,

    /** Every task computes features, and the one with the nearest mean of a class is right. */
    NEAREST_MEAN;

    Optional<TaskInference> of(int group) {
        return switch (this) {
            case ORACLE -> Optional.empty();
            case ONE_SHOT -> Optional.of(TaskInferences.oneShot(group));
            case BINARY -> Optional.of(TaskInferences.binary(group));
            case LEAST_ENTROPY -> Optional.of(TaskInferences.leastEntropy(group));
            case MAXIMUM_OUTPUT -> Optional.of(TaskInferences.maximumOutput(group));
            case NEAREST_MEAN -> Optional.of(TaskInferences.nearestMean(group));
        };
    }
}
