package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;

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
     * Positions that were never active first, uniformly at random, then the others at random: the fastest growth of
     * the in-time over-parameterisation rate. Where the positions that were ever active are not followed ({@link
     * TopologyListener#explored}), in very large truly sparse layers, all are drawn at random, and a warning says so.
     * Liu et al., ICML 2021.
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

    /**
     * Where activations are most alike: {@code S_ij = |<A_i, A_j>| / (|A_i| |A_j|)} over the examples trained on
     * since the last update, A the activations of a source and a target unit before dropout; 0 for units that were
     * never active. Dense layers only. The products of activations are summed up as the examples pass: 8 bytes for
     * each position, active or not. A new criterion for each network. Atashgahi et al., <i>A Brain-inspired Algorithm
     * for Training Highly Sparse Neural Networks</i>, Machine Learning 2022. Departures: the activations are those of
     * the training passes of the epoch, while the weights change, not of a pass of their own at its end.
     *
     * @return the criterion
     */
    static GrowthCriterion similarity() {
        return new SimilarityGrowth();
    }

    /**
     * One criterion until the network has not become better for a number of updates, then another for good. The
     * network is judged before each update. A new criterion for each network.
     *
     * @param first the criterion at the start
     * @param then the criterion afterwards
     * @param quality how good a network is, more is better: the accuracy on validation data
     * @param patience updates without a better network, positive; 40 in CTRE
     * @return the criterion
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if no quality is given or the patience is not positive
     */
    static GrowthCriterion untilPlateau(
            GrowthCriterion first, GrowthCriterion then, ToDoubleFunction<? super Model> quality, int patience) {
        return new PlateauGrowth(first, then, quality, patience);
    }

    /**
     * Another criterion, in whose choice connections that were dropped in the same update are replaced by as many
     * random positions that were not active before. Where there are too few of them, some return.
     *
     * @param criterion which chooses
     * @return the criterion
     */
    static GrowthCriterion replacingReturns(GrowthCriterion criterion) {
        return new ReplacedReturns(Objects.requireNonNull(criterion));
    }

    /**
     * Another criterion that is confined to a region, in which the first topology is drawn too, with the density that
     * the distribution says. Connections that stand outside, of a truly sparse layer or a topology that was given,
     * stay until they are dropped; where the region has no place left, it grows outside.
     *
     * @param region where connections may be
     * @param criterion which chooses
     * @return the criterion
     */
    static GrowthCriterion within(ConnectionRegion region, GrowthCriterion criterion) {
        return new RegionGrowth(Objects.requireNonNull(region), Objects.requireNonNull(criterion));
    }
}
