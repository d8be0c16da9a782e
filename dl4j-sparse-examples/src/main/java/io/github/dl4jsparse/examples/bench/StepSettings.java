package io.github.dl4jsparse.examples.bench;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * What {@link StepBench} measures.
 *
 * @param arch units of each layer: inputs, at least one hidden layer, classes
 * @param batch examples in a step, positive
 * @param sparsities of each layer, one network each, in [0, 1)
 * @param threads of both sides
 * @param rounds how often
 * @param seed of weights, patterns and examples
 */
public record StepSettings(
        List<Integer> arch, int batch, List<Double> sparsities, ThreadCounts threads, Rounds rounds, long seed) {

    /**
     * Checks the numbers.
     *
     * @param arch units of each layer: inputs, at least one hidden layer, classes
     * @param batch examples in a step, positive
     * @param sparsities of each layer, one network each, in [0, 1)
     * @param threads of both sides
     * @param rounds how often
     * @param seed of weights, patterns and examples
     */
    public StepSettings {
        arch = Arch.checked(arch, 3);
        Arch.checkBatch(batch);
        sparsities = checkedSparsities(sparsities);
    }

    static List<Double> checkedSparsities(List<Double> sparsities) {
        for (double sparsity : sparsities) {
            if (!(sparsity >= 0 && sparsity < 1)) {
                throw new DL4JInvalidConfigException(
                        "The sparsity (" + sparsity + ") must be in [0, 1). Maybe you passed a percentage?");
            }
        }
        return List.copyOf(sparsities);
    }
}
