package io.github.dl4jsparse.continual.inference;

import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/** Finds out to which of the learnt tasks examples belong. Implementations are immutable configuration, saved with the learner. */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface TaskInference extends Serializable {

    /**
     * How many consecutive examples are known to come from one task.
     *
     * @return at least 1
     */
    int group();

    /**
     * Whether it compares with the mean features of the tasks' classes, which are kept for it then.
     *
     * @return false by default
     */
    default boolean needsClassMeans() {
        return false;
    }

    /**
     * Whether it asks the weighted sum of the tasks' weights, and follows gradients of softmax with cross-entropy.
     *
     * @return false by default
     */
    default boolean needsSuperposition() {
        return false;
    }

    /**
     * Finds the task of some examples.
     *
     * @param candidates the learnt tasks and how they answer
     * @param features examples of one task, at most {@link #group} of them
     * @return the id of a learnt task; of equals the one with the lowest id
     */
    int infer(Candidates candidates, INDArray features);
}
