package io.github.dl4jsparse.listeners.topology;

/** Which connections are given up. */
@FunctionalInterface
public interface DropCriterion {

    /**
     * Chooses active positions to drop.
     *
     * @param update the weight and how much to drop
     * @return ascending active positions, at most {@link LayerUpdate#limit} of them
     * @throws io.github.dl4jsparse.layers.mask.NonFiniteScoreException if a score is NaN or infinite
     */
    long[] select(LayerUpdate update);

    /**
     * Whether the criterion reads gradients: the dense gradient of the step is then kept for it.
     *
     * @return false by default
     */
    default boolean needsGradient() {
        return false;
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
