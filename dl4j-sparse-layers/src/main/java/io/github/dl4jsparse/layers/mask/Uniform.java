package io.github.dl4jsparse.layers.mask;

import java.util.Arrays;
import java.util.List;

/**
 * The same density {@code 1 - sparsity} in every array.
 *
 * @param sparsity the share of positions to leave out, in [0, 1)
 */
public record Uniform(double sparsity) implements SparsityDistribution {

    /**
     * Checks the sparsity.
     *
     * @param sparsity the share of positions to leave out, in [0, 1)
     */
    public Uniform {
        Sparsity.check(sparsity);
    }

    @Override
    public double[] densities(List<WeightShape> arrays) {
        double[] densities = new double[arrays.size()];
        Arrays.fill(densities, 1 - sparsity);
        return densities;
    }
}
