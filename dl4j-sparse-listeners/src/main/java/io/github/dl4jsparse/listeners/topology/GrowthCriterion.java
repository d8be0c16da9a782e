package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import java.util.Objects;

/** Where new connections grow. */
@FunctionalInterface
public interface GrowthCriterion extends MethodPart {

    /**
     * Chooses positions to grow.
     *
     * @param update the weight that is updated
     * @param kept the positions that are no candidates; every other one is
     * @param count how many to grow, at most the number of candidates
     * @return {@code count} ascending positions outside of {@code kept}
     * @throws io.github.dl4jsparse.layers.mask.NonFiniteScoreException if a score is NaN or infinite
     */
    long[] select(LayerUpdate update, PositionSet kept, long count);

    /**
     * Uniformly at random, as in SET.
     *
     * @return the criterion
     */
    static GrowthCriterion random() {
        return new RandomGrowth();
    }

    /**
     * The largest gradients, as in RigL.
     *
     * @return the criterion
     */
    static GrowthCriterion gradient() {
        return new GradientGrowth();
    }

    /**
     * Positions that were never active first, uniformly at random, then the others at random: the fastest growth of the in-time
     * over-parameterisation rate. Where the positions that were ever active are not followed ({@link TopologyListener#explored}), in
     * very large truly sparse layers, all are drawn at random, and a warning says so. Liu et al., ICML 2021.
     *
     * @return the criterion
     */
    static GrowthCriterion randomUnfired() {
        return new UnexploredGrowth();
    }

    /**
     * The largest momenta, as in sparse momentum.
     *
     * @param momentum of this network, to be shared with {@link Redistribution#byMomentum}
     * @return the criterion
     */
    static GrowthCriterion momentum(DenseMomentum momentum) {
        return new MomentumGrowth(Objects.requireNonNull(momentum));
    }
}
