package io.github.dl4jsparse.examples.run;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Whether a trained network is pruned, in one shot and without training afterwards. The output layer is pruned half as hard
 * as the others.
 *
 * @param sparsities each the share of the hidden layers' weights to remove from the trained network, in (0, 1); may be empty
 * @param scope which weights are compared
 */
public record PruningSettings(List<Double> sparsities, PruningScope scope) {

    private static final PruningSettings NONE = new PruningSettings(List.of(), PruningScope.LAYER);

    /**
     * Checks the sparsities.
     *
     * @param sparsities each the share of the hidden layers' weights to remove from the trained network, in (0, 1); may be empty
     * @param scope which weights are compared
     */
    public PruningSettings {
        sparsities = List.copyOf(sparsities);
        sparsities.forEach(sparsity -> {
            if (!(sparsity > 0 && sparsity < 1)) {
                throw new DL4JInvalidConfigException("The sparsity (" + sparsity
                        + ") to prune to after the training must be in (0, 1). Maybe you passed a percentage?");
            }
        });
    }

    /**
     * No pruning.
     *
     * @return settings without sparsities
     */
    public static PruningSettings none() {
        return NONE;
    }
}
