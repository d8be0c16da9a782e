package io.github.dl4jsparse.layers.mask;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Erdős–Rényi-kernel: array l of size {@code N_l} is given the density {@code eps * p_l} with {@code p_l = (sum of its
 * dimensions / product of its dimensions)^power}; eps is such that all arrays together have the density {@code d = 1 -
 * sparsity}. Arrays for which {@code eps * p_l} would exceed 1 become dense, and eps is found again from the rest: {@code
 * eps * sum p_l N_l = d * sum N_l - (1 - d) * sum of dense N_l}, the first two sums over the arrays that are not dense.
 *
 * <p>Evci et al., <i>Rigging the Lottery: Making All Tickets Winners</i>, ICML 2020, section 3 (1). Departure: the
 * authors' code rounds the number of zeros of each array before summing; here nothing is rounded before {@link
 * SparsityDistribution#budgets}.
 *
 * @param sparsity the share of positions to leave out over all arrays, in [0, 1)
 * @param power the exponent of the raw probability; 1 in the paper, 0 gives the uniform distribution
 */
public record ErdosRenyiKernel(double sparsity, double power) implements SparsityDistribution {

    /**
     * Checks both numbers.
     *
     * @param sparsity the share of positions to leave out over all arrays, in [0, 1)
     * @param power the exponent of the raw probability; 1 in the paper, 0 gives the uniform distribution
     */
    public ErdosRenyiKernel {
        Sparsity.check(sparsity);
        if (!(power >= 0 && Double.isFinite(power))) {
            throw new DL4JInvalidConfigException("The power (" + power + ") must not be negative. 1 is usual.");
        }
    }

    @Override
    public double[] densities(List<WeightShape> arrays) {
        double density = 1 - sparsity;
        double[] raw = arrays.stream()
                .mapToDouble(a -> Math.pow((double) a.dimensionSum() / a.size(), power))
                .toArray();
        boolean[] dense = new boolean[raw.length];
        while (true) {
            double wanted = 0;
            double offered = 0;
            double highest = 0;
            for (int a = 0; a < raw.length; a++) {
                double size = arrays.get(a).size();
                if (dense[a]) {
                    wanted -= (1 - density) * size;
                } else {
                    wanted += density * size;
                    offered += raw[a] * size;
                    highest = Math.max(highest, raw[a]);
                }
            }
            double epsilon = offered == 0 ? 0 : wanted / offered;
            if (epsilon * highest <= 1) {
                double[] densities = new double[raw.length];
                Arrays.setAll(densities, a -> dense[a] ? 1 : epsilon * raw[a]);
                return densities;
            }
            for (int a = 0; a < raw.length; a++) {
                dense[a] |= raw[a] == highest;
            }
        }
    }
}
