package io.github.dl4jsparse.listeners.topology;

import java.util.List;

/** Which connections are given up. */
@FunctionalInterface
public interface DropCriterion extends MethodPart {

    /**
     * Chooses active positions to drop.
     *
     * @param update the weight and how much to drop
     * @return ascending active positions, at most {@link LayerUpdate#limit} of them
     * @throws io.github.dl4jsparse.layers.mask.NonFiniteScoreException if a score is NaN or infinite
     */
    long[] select(LayerUpdate update);

    /**
     * Chooses positions of all weights at once. By itself each weight is looked at alone.
     *
     * @param updates of all weights
     * @return for each of them ascending active positions, at most {@link LayerUpdate#limit} of them
     * @throws io.github.dl4jsparse.layers.mask.NonFiniteScoreException if a score is NaN or infinite
     */
    default List<long[]> selectAll(List<LayerUpdate> updates) {
        return updates.stream()
                .map(update -> update.limit() == 0 ? new long[0] : select(update))
                .toList();
    }

    /**
     * The smallest magnitudes, as in RigL.
     *
     * @return the criterion
     */
    static DropCriterion magnitude() {
        return new MagnitudeDrop();
    }

    /**
     * The values closest to zero of either sign, as in SET.
     *
     * @return the criterion
     */
    static DropCriterion perSign() {
        return new PerSignDrop();
    }

    /**
     * {@code ceil(k / 2)} of each sign, those closest to zero: another reading of SET.
     *
     * @return the criterion
     */
    static DropCriterion perSignHalves() {
        return new HalvesDrop();
    }

    /**
     * The smallest scores of each weight.
     *
     * @param score what a connection is worth
     * @return the criterion
     */
    static DropCriterion smallest(DropScore score) {
        return new ScoredDrop(score, false);
    }

    /**
     * The smallest scores of the whole network, as many as the fraction of all weights together; each weight keeps its best
     * connection.
     *
     * @param score what a connection is worth
     * @return the criterion
     */
    static DropCriterion smallestOfAll(DropScore score) {
        return new ScoredDrop(score, true);
    }

    /**
     * At random.
     *
     * @return the criterion
     */
    static DropCriterion random() {
        return new RandomDrop();
    }

    /**
     * All magnitudes below a threshold, the same for every weight and at every time, whatever the drop fraction says.
     *
     * @param threshold positive
     * @return the criterion
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if it is not positive
     */
    static DropCriterion below(double threshold) {
        return new ThresholdDrop(threshold);
    }

    /**
     * All magnitudes below a threshold of the whole network, which adapts itself, as in DSR. A new criterion for each network.
     *
     * @param start the first threshold, positive
     * @param wanted how many connections an update should drop, positive
     * @param tolerance the share by which it may miss this number before the threshold is halved or doubled, in [0, 1)
     * @return the criterion
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a number is not in its range
     */
    static DropCriterion adaptiveThreshold(double start, long wanted, double tolerance) {
        return new AdaptiveThresholdDrop(start, wanted, tolerance);
    }

    /**
     * The smallest scores of each recurrent cell: its input and recurrent weights, all gates together, have one
     * fraction to drop; each array keeps its best connection. Of other weights the smallest scores of each, as {@link
     * #smallest}.
     *
     * @param score what a connection is worth
     * @return the criterion
     */
    static DropCriterion smallestOfCell(DropScore score) {
        return new PooledDrop(score, WeightPool.CELL);
    }
}
