package io.github.dl4jsparse.layers.mask;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How the sparsity of a network is spread over its weight arrays.
 *
 * <p>A distribution says a density (share of active positions) for each array; {@link #budgets} makes exact numbers of
 * connections of them. {@link Uniform}, {@link ErdosRenyi} and {@link ErdosRenyiKernel} are the distributions of the
 * literature; {@link #withDensity} and {@link #keepDense} take single layers out of them.
 */
@FunctionalInterface
public interface SparsityDistribution {

    /**
     * The density of each array.
     *
     * @param arrays the sparsifiable arrays of a network, in its order
     * @return a density in [0, 1] for each, in the same order
     * @throws DL4JInvalidConfigException if the distribution does not suit these arrays
     */
    double[] densities(List<WeightShape> arrays);

    /**
     * The same density in every array.
     *
     * @param sparsity the share of positions to leave out, in [0, 1)
     * @return the distribution
     * @throws DL4JInvalidConfigException if the sparsity is outside of [0, 1)
     */
    static SparsityDistribution uniform(double sparsity) {
        return new Uniform(sparsity);
    }

    /**
     * Erdős–Rényi, as in SET.
     *
     * @param epsilon connections are {@code epsilon * (inputs + outputs)} in each array; positive
     * @return the distribution
     * @throws DL4JInvalidConfigException if epsilon is not a positive number
     */
    static SparsityDistribution erdosRenyi(double epsilon) {
        return new ErdosRenyi(epsilon);
    }

    /**
     * Erdős–Rényi-kernel, as in RigL: large arrays become sparser than small ones, the sparsity of all together is as
     * asked.
     *
     * @param sparsity the share of positions to leave out over all arrays, in [0, 1)
     * @return the distribution
     * @throws DL4JInvalidConfigException if the sparsity is outside of [0, 1)
     */
    static SparsityDistribution erdosRenyiKernel(double sparsity) {
        return new ErdosRenyiKernel(sparsity, 1);
    }

    /**
     * This distribution with a layer (or one array of it) at a density of its own. The distribution speaks of the other
     * layers only: their sparsity is as if the excepted layer were not there.
     *
     * @param layer the name of a layer, or of an array such as {@code lstm_RW}
     * @param density the share of active positions of that layer, in (0, 1]
     * @return a new distribution
     * @throws DL4JInvalidConfigException if the density is outside of (0, 1]
     */
    default SparsityDistribution withDensity(String layer, double density) {
        return new DensityOverride(this, layer, density);
    }

    /**
     * This distribution with layers that stay dense.
     *
     * @param layers the names of layers or arrays
     * @return a new distribution
     */
    default SparsityDistribution keepDense(String... layers) {
        SparsityDistribution result = this;
        for (String layer : layers) {
            result = result.withDensity(layer, 1);
        }
        return result;
    }

    /**
     * Whether an array is to stay dense for good, rather than being dense by its number only: methods that change the
     * number of connections leave it alone then.
     *
     * @param array a sparsifiable array
     * @return false by default
     */
    default boolean keepsDense(WeightShape array) {
        return false;
    }

    /**
     * Exact numbers of active positions: each array's {@code density * size} is rounded down, and what is missing to the
     * rounded total goes to the largest remainders (the first array among equals), so that {@code sum n_l = round(sum
     * d_l N_l)}.
     *
     * @param arrays the sparsifiable arrays of a network, in its order
     * @return the number for each array's name, in the same order
     * @throws DL4JInvalidConfigException if an array would be left without connections
     */
    default Map<String, Long> budgets(List<WeightShape> arrays) {
        double[] densities = densities(arrays);
        double[] targets = new double[densities.length];
        for (int a = 0; a < targets.length; a++) {
            targets[a] = densities[a] * arrays.get(a).size();
        }
        long[] counts = LargestRemainder.round(targets);
        Map<String, Long> budgets = new LinkedHashMap<>();
        for (int a = 0; a < counts.length; a++) {
            WeightShape array = arrays.get(a);
            if (counts[a] == 0) {
                throw new DL4JInvalidConfigException("The density (" + densities[a] + ") of layer (" + array.layer()
                        + ") leaves its parameter (" + array.parameter() + ") of (" + array.size()
                        + ") positions without connections. Maybe a lower sparsity, or keep this layer dense?");
            }
            budgets.put(array.name(), counts[a]);
        }
        return budgets;
    }
}
