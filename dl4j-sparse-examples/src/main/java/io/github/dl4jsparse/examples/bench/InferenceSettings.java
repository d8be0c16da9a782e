package io.github.dl4jsparse.examples.bench;

import java.util.List;

/**
 * What {@link InferenceBench} measures.
 *
 * @param arch inputs, then the units of each layer
 * @param batches numbers of examples at once, each positive
 * @param sparsities of each layer, one network each, in [0, 1)
 * @param threads of both sides
 * @param rounds how often
 * @param seed of weights, patterns and examples
 */
public record InferenceSettings(
        List<Integer> arch,
        List<Integer> batches,
        List<Double> sparsities,
        ThreadCounts threads,
        Rounds rounds,
        long seed) {

    /**
     * Checks the numbers.
     *
     * @param arch inputs, then the units of each layer
     * @param batches numbers of examples at once, each positive
     * @param sparsities of each layer, one network each, in [0, 1)
     * @param threads of both sides
     * @param rounds how often
     * @param seed of weights, patterns and examples
     */
    public InferenceSettings {
        arch = Arch.checked(arch, 2);
        batches.forEach(Arch::checkBatch);
        batches = List.copyOf(batches);
        sparsities = StepSettings.checkedSparsities(sparsities);
    }
}
