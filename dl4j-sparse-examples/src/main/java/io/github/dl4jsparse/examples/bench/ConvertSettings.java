package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.convert.Calibration;
import io.github.dl4jsparse.layers.convert.SparsifyOptions;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What {@link ConvertBench} measures.
 *
 * @param arch units of each layer: inputs, at least one hidden layer, classes
 * @param batch examples at once, positive
 * @param sparsities to which each hidden layer is pruned, one network each, in [0, 1)
 * @param minSparsity from which on layers are converted, in [0, 1]; empty for the library's threshold
 * @param calibrated whether each layer is timed in both forms, instead of comparing its sparsity with the threshold
 * @param threads of both sides
 * @param rounds how often
 * @param seed of weights and examples
 */
public record ConvertSettings(
        List<Integer> arch,
        int batch,
        List<Double> sparsities,
        OptionalDouble minSparsity,
        boolean calibrated,
        ThreadCounts threads,
        Rounds rounds,
        long seed) {

    /**
     * Checks the numbers.
     *
     * @param arch units of each layer: inputs, at least one hidden layer, classes
     * @param batch examples at once, positive
     * @param sparsities to which each hidden layer is pruned, one network each, in [0, 1)
     * @param minSparsity from which on layers are converted, in [0, 1]; empty for the library's threshold
     * @param calibrated whether each layer is timed in both forms, instead of comparing its sparsity with the threshold
     * @param threads of both sides
     * @param rounds how often
     * @param seed of weights and examples
     */
    public ConvertSettings {
        arch = Arch.checked(arch, 3);
        Arch.checkBatch(batch);
        sparsities = StepSettings.checkedSparsities(sparsities);
        minSparsity.ifPresent(
                share -> SparsifyOptions.builder().minSparsity(share).build());
    }

    /** How networks are converted. */
    SparsifyOptions options() {
        SparsifyOptions.Builder builder = SparsifyOptions.builder();
        minSparsity.ifPresent(builder::minSparsity);
        if (calibrated) {
            builder.calibrate(Calibration.ofTraining(batch));
        }
        return builder.build();
    }
}
