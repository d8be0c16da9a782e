package io.github.dl4jsparse.continual.inference;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The task that is least uncertain.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
final class LeastEntropy implements TaskInference {

    private static final long serialVersionUID = 1L;

    private final int group;

    @JsonCreator
    LeastEntropy(@JsonProperty("group") int group) {
        this.group = Groups.checked(group);
    }

    @Override
    public int group() {
        return group;
    }

    @Override
    public int infer(Candidates candidates, INDArray features) {
        return Best.least(
                candidates, task -> Entropy.mean(candidates.logits(task, features), candidates.outputs(task)));
    }

    @Override
    public String toString() {
        return "least entropy of " + group;
    }
}
