package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Selection;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Drops every connection whose magnitude is below a threshold that never changes; of too many the smallest, ties by
 * ascending position. The drop fraction has no meaning here.
 */
record ThresholdDrop(double threshold) implements DropCriterion {

    ThresholdDrop {
        if (!(threshold > 0 && Double.isFinite(threshold))) {
            throw new DL4JInvalidConfigException("The threshold (" + threshold + ") of magnitudes must be positive.");
        }
    }

    @Override
    public long[] select(LayerUpdate update) {
        long[] count = {0};
        update.forEachActive((position, value) -> count[0] += Math.abs(value) < threshold ? 1 : 0);
        Selection smallest = Selection.smallest(Math.min(count[0], update.limit()));
        update.forEachActive((position, value) -> smallest.accept(position, Math.abs(value)));
        return smallest.positions();
    }

    @Override
    public String toString() {
        return "below " + threshold;
    }
}
