package io.github.dl4jsparse.continual.strategy;

import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Settings of {@link ContinualDst}. */
public final class ContinualDstBuilder {

    private double density = 0.2;
    private ConnectionSpread spread = ConnectionSpread.ERDOS_RENYI_KERNEL;
    private ConnectionDrop drop = ConnectionDrop.MAGNITUDE;
    private ConnectionGrowth growth = ConnectionGrowth.RANDOM;
    private int updateEvery = 400;
    private double fraction = 0.5;
    private double lastFraction = 0.005;

    ContinualDstBuilder() {}

    /**
     * The share of the hidden layers' connections that a task has.
     *
     * @param share in (0, 1]; 0.2 by default
     * @return this
     * @throws DL4JInvalidConfigException if it is outside of (0, 1]
     */
    public ContinualDstBuilder density(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new DL4JInvalidConfigException(
                    "The density (" + share + ") of a task must be in (0, 1]. Maybe you passed a percentage?");
        }
        density = share;
        return this;
    }

    /**
     * How connections are spread over the layers.
     *
     * @param chosen Erdős–Rényi-kernel by default, which the authors find better at low sparsity; uniform is more robust at high
     * @return this
     */
    public ContinualDstBuilder spread(ConnectionSpread chosen) {
        spread = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * Which connections are dropped.
     *
     * @param chosen those of smallest magnitude by default
     * @return this
     */
    public ContinualDstBuilder drop(ConnectionDrop chosen) {
        drop = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * Where connections grow.
     *
     * @param chosen at random by default
     * @return this
     */
    public ContinualDstBuilder growth(ConnectionGrowth chosen) {
        growth = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * How often the topology changes.
     *
     * @param steps minibatches from one update to the next, at least 1; 400 by default
     * @return this
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public ContinualDstBuilder updateEvery(int steps) {
        if (steps < 1) {
            throw new DL4JInvalidConfigException(
                    "The number of steps (" + steps + ") between updates of the topology must be positive.");
        }
        updateEvery = steps;
        return this;
    }

    /**
     * Which share of the connections an update replaces.
     *
     * @param first at the start of a task, in [0, 1]; 0.5 by default
     * @param last at its end, in [0, first]; 0.005 by default
     * @return this
     * @throws DL4JInvalidConfigException if they are not in order
     */
    public ContinualDstBuilder fraction(double first, double last) {
        if (!(last >= 0 && last <= first && first <= 1)) {
            throw new DL4JInvalidConfigException("The share of replaced connections must fall from (" + first + ") to ("
                    + last + ") within [0, 1]. Maybe they are in the wrong order?");
        }
        fraction = first;
        lastFraction = last;
        return this;
    }

    /**
     * Builds the strategy.
     *
     * @return immutable settings
     */
    public ContinualDst build() {
        return new ContinualDst(density, spread, drop, growth, updateEvery, fraction, lastFraction);
    }
}
