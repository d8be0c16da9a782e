package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;

/** How the sparsity of a network is spread over its layers. */
public enum Spread {
    /** Erdős–Rényi-kernel: large layers become sparser than small ones. */
    ERK {
        @Override
        SparsityDistribution of(double sparsity, double epsilon) {
            return SparsityDistribution.erdosRenyiKernel(sparsity);
        }
    },
    /** The same sparsity in every layer. */
    UNIFORM {
        @Override
        SparsityDistribution of(double sparsity, double epsilon) {
            return SparsityDistribution.uniform(sparsity);
        }
    },
    /** Erdős–Rényi by epsilon, as in SET; the sparsity follows from epsilon. */
    ER {
        @Override
        SparsityDistribution of(double sparsity, double epsilon) {
            return SparsityDistribution.erdosRenyi(epsilon);
        }
    };

    abstract SparsityDistribution of(double sparsity, double epsilon);
}
