package io.github.dl4jsparse.continual.inference;

import java.util.SortedSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The task with the largest logits.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
final class MaximumOutput implements TaskInference {

    private static final long serialVersionUID = 1L;

    private final int group;

    @JsonCreator
    MaximumOutput(@JsonProperty("group") int group) {
        this.group = Groups.checked(group);
    }

    @Override
    public int group() {
        return group;
    }

    @Override
    public int infer(Candidates candidates, INDArray features) {
        return Best.least(candidates, task -> -sum(candidates.logits(task, features), candidates.classes(task)));
    }

    private static double sum(INDArray logits, SortedSet<Integer> classes) {
        double sum = 0;
        for (int row = 0; row < logits.size(0); row++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int output : classes) {
                most = Math.max(most, logits.getDouble(row, output));
            }
            sum += most;
        }
        return sum;
    }

    @Override
    public String toString() {
        return "maximum output of " + group;
    }
}
