package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Powerpropagation (Schwarz et al., NeurIPS 2021): weights are powers of what is trained, so that large ones learn faster and
 * small ones stay small, and more of them can be pruned afterwards. With {@code alpha >= 1} and stored v,
 *
 * <pre>
 *   W_eff = v |v|^(alpha-1)              (eq. 1)
 *   dL/dv = alpha |v|^(alpha-1) dL/dW_eff
 * </pre>
 *
 * The start is inverted, {@code v = sign(w) |w|^(1/alpha)}, so that the effective weights start as the layer's own initialisation
 * draws them. Updater and regularisation act on v. {@code alpha = 1} is the plain layer, bit for bit.
 *
 * <p>v = 0 is a fixed point for alpha &gt; 1: a connection that is grown at 0 never learns. A growth value of a method on top must
 * be a small number instead.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Powerprop implements Reparameterization {

    private static final long serialVersionUID = 1L;

    private final double alpha;

    @JsonCreator
    Powerprop(@JsonProperty("alpha") double alpha) {
        if (!(alpha >= 1) || Double.isInfinite(alpha)) {
            throw new DL4JInvalidConfigException("The power alpha (" + alpha
                    + ") of powerpropagation must be a number of at least 1. The paper studies 1.125 to 5.");
        }
        this.alpha = alpha;
    }

    /**
     * Weights as powers.
     *
     * @param alpha the power, at least 1; the paper studies 1.125 to 5
     * @return the reparameterization
     * @throws DL4JInvalidConfigException if alpha is less than 1 or no number
     */
    public static Powerprop alpha(double alpha) {
        return new Powerprop(alpha);
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return List.of();
    }

    @Override
    public double initialWeight(WeightArray array, double drawn) {
        return alpha == 1 ? drawn : Math.signum(drawn) * Math.pow(Math.abs(drawn), 1 / alpha);
    }

    /** {@code to = |v|^(alpha-1)}, finite at 0: by square roots for multiples of an eighth, which the paper uses. */
    private void factors(double[] v, double[] to, int count) {
        double eighths = 8 * (alpha - 1);
        if (eighths != Math.rint(eighths) || eighths > 32) {
            for (int k = 0; k < count; k++) {
                to[k] = Math.pow(Math.abs(v[k]), alpha - 1);
            }
            return;
        }
        Arrays.fill(to, 0, count, 1);
        int rest = (int) eighths;
        for (; rest >= 8; rest -= 8) {
            for (int k = 0; k < count; k++) {
                to[k] *= Math.abs(v[k]);
            }
        }
        if (rest >= 4) {
            for (int k = 0; k < count; k++) {
                to[k] *= Math.sqrt(Math.abs(v[k]));
            }
        }
        if (rest % 4 >= 2) {
            for (int k = 0; k < count; k++) {
                to[k] *= Math.sqrt(Math.sqrt(Math.abs(v[k])));
            }
        }
        if (rest % 2 == 1) {
            for (int k = 0; k < count; k++) {
                to[k] *= Math.sqrt(Math.sqrt(Math.sqrt(Math.abs(v[k]))));
            }
        }
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        double[] factors = new double[NumberBlocks.SIZE];
        return new EffectiveWeight() {

            @Override
            public void forward(WeightBlock block, WeightPass pass) {
                double[] v = block.weights();
                double[] used = block.effective();
                factors(v, factors, block.count());
                for (int k = 0; k < block.count(); k++) {
                    used[k] = v[k] * factors[k];
                }
            }

            @Override
            public void backward(WeightBlock block, WeightPass pass) {
                double[] v = block.weights();
                double[] g = block.gradient();
                factors(v, factors, block.count());
                for (int k = 0; k < block.count(); k++) {
                    g[k] *= alpha * factors[k];
                }
            }
        };
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Powerprop other && alpha == other.alpha;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(alpha);
    }
}
