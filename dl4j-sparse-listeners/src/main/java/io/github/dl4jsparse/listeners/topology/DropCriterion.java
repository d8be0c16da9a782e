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
}
