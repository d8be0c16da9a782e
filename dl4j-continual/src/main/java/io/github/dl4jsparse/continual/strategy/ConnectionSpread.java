package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;

/** How the connections of a task are spread over the layers. */
public enum ConnectionSpread {
    /** The same density in each layer. */
    UNIFORM,

    /** Erdős–Rényi-kernel: large layers become sparser than small ones. */
    ERDOS_RENYI_KERNEL;

    SparsityDistribution of(double density) {
        return this == UNIFORM
                ? SparsityDistribution.uniform(1 - density)
                : SparsityDistribution.erdosRenyiKernel(1 - density);
    }
}
