package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How sparse a network is, and how its topology changes.
 *
 * @param sparsity the share of connections to leave out, in [0, 1); without meaning for {@link Spread#ER}
 * @param spread how the sparsity is spread over the layers
 * @param epsilon for {@link Spread#ER}: connections are {@code epsilon (inputs + outputs)}; else 0
 * @param firstWeights for how many inputs first weights are scaled
 * @param drop the share of connections that the first update replaces, annealed by a cosine
 * @param interval steps between updates
 * @param stopAt the share of the training after which the topology stays
 * @param grown the first value of grown connections
 */
public record TopologySettings(
        double sparsity,
        Spread spread,
        double epsilon,
        FirstWeights firstWeights,
        double drop,
        int interval,
        double stopAt,
        GrownWeights grown) {

    /**
     * Checks how the sparsity is said; the rest is checked by the parts of the method.
     *
     * @param sparsity the share of connections to leave out, in [0, 1); without meaning for {@link Spread#ER}
     * @param spread how the sparsity is spread over the layers
     * @param epsilon for {@link Spread#ER}: connections are {@code epsilon (inputs + outputs)}; else 0
     * @param firstWeights for how many inputs first weights are scaled
     * @param drop the share of connections that the first update replaces, annealed by a cosine
     * @param interval steps between updates
     * @param stopAt the share of the training after which the topology stays
     * @param grown the first value of grown connections
     */
    public TopologySettings {
        if (spread == Spread.ER != (epsilon != 0)) {
            throw new DL4JInvalidConfigException("The epsilon (" + epsilon + ") and the distribution (" + spread
                    + ") do not belong together: ER needs a positive epsilon, the others a sparsity.");
        }
    }

    /**
     * The defaults of the command line: 90 %, Erdős–Rényi-kernel, 0.3 by cosine every 200 steps of the first three
     * quarters, growth from zero.
     *
     * @return the settings
     */
    public static TopologySettings defaults() {
        return new TopologySettings(0.9, Spread.ERK, 0, FirstWeights.BY_METHOD, 0.3, 200, 0.75, GrownWeights.ZERO);
    }

    /**
     * These settings at another sparsity.
     *
     * @param other in [0, 1)
     * @return new settings
     */
    public TopologySettings withSparsity(double other) {
        return new TopologySettings(other, spread, epsilon, firstWeights, drop, interval, stopAt, grown);
    }

    /**
     * These settings with another interval.
     *
     * @param steps between updates
     * @return new settings
     */
    public TopologySettings withInterval(int steps) {
        return new TopologySettings(sparsity, spread, epsilon, firstWeights, drop, steps, stopAt, grown);
    }

    /**
     * These settings with other first weights.
     *
     * @param other for how many inputs first weights are scaled
     * @return new settings
     */
    public TopologySettings withFirstWeights(FirstWeights other) {
        return new TopologySettings(sparsity, spread, epsilon, other, drop, interval, stopAt, grown);
    }

    SparsityDistribution distribution() {
        return spread.of(sparsity, epsilon);
    }
}
