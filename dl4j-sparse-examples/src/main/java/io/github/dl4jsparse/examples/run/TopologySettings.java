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
 * @param initialSparsity the share of connections to leave out at the start, for methods that start denser than asked, in [0, 1)
 * @param parts parts of the method that are exchanged for others
 */
public record TopologySettings(
        double sparsity,
        Spread spread,
        double epsilon,
        FirstWeights firstWeights,
        double drop,
        int interval,
        double stopAt,
        GrownWeights grown,
        double initialSparsity,
        PartSettings parts) {

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
     * @param initialSparsity the share of connections to leave out at the start, for methods that start denser, in [0, 1)
     * @param parts parts of the method that are exchanged for others; null, as files of version 2 have it, for none
     */
    public TopologySettings {
        parts = parts == null ? PartSettings.usual() : parts;
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
        return new TopologySettings(
                0.9, Spread.ERK, 0, FirstWeights.BY_METHOD, 0.3, 200, 0.75, GrownWeights.ZERO, 0, PartSettings.usual());
    }

    /**
     * These settings at another sparsity.
     *
     * @param other in [0, 1)
     * @return new settings
     */
    public TopologySettings withSparsity(double other) {
        return new TopologySettings(
                other, spread, epsilon, firstWeights, drop, interval, stopAt, grown, initialSparsity, parts);
    }

    /**
     * These settings with another interval.
     *
     * @param steps between updates
     * @return new settings
     */
    public TopologySettings withInterval(int steps) {
        return new TopologySettings(
                sparsity, spread, epsilon, firstWeights, drop, steps, stopAt, grown, initialSparsity, parts);
    }

    /**
     * These settings with other first weights.
     *
     * @param other for how many inputs first weights are scaled
     * @return new settings
     */
    public TopologySettings withFirstWeights(FirstWeights other) {
        return new TopologySettings(
                sparsity, spread, epsilon, other, drop, interval, stopAt, grown, initialSparsity, parts);
    }

    /**
     * These settings with the schedule that a method has where nothing else is said.
     *
     * @param usual the method's
     * @return new settings
     */
    public TopologySettings with(UsualSettings usual) {
        return new TopologySettings(
                sparsity,
                spread,
                epsilon,
                firstWeights,
                usual.drop(),
                usual.interval(),
                usual.stopAt(),
                grown,
                usual.initialSparsity(),
                parts);
    }

    /**
     * These settings with parts of the method exchanged.
     *
     * @param other the parts
     * @return new settings
     */
    public TopologySettings with(PartSettings other) {
        return new TopologySettings(
                sparsity, spread, epsilon, firstWeights, drop, interval, stopAt, grown, initialSparsity, other);
    }

    /** Of the connections that a training starts with. */
    SparsityDistribution startingDistribution() {
        return Spread.UNIFORM == spread
                ? SparsityDistribution.uniform(initialSparsity)
                : SparsityDistribution.erdosRenyiKernel(initialSparsity);
    }

    SparsityDistribution distribution() {
        return spread.of(sparsity, epsilon);
    }
}
