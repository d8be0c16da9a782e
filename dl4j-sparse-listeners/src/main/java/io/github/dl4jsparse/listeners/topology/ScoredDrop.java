package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Selection;
import java.util.List;

/**
 * Drops the connections of smallest score, ties by ascending position: the share of each weight's own, or the same number of the
 * whole network's.
 */
record ScoredDrop(DropScore score, boolean global) implements DropCriterion {

    @Override
    public long[] select(LayerUpdate update) {
        Selection smallest =
                Selection.smallest(Math.min(update.share(update.active().count()), update.limit()));
        score.forEach(update, smallest::accept);
        return smallest.positions();
    }

    @Override
    public List<long[]> selectAll(List<LayerUpdate> updates) {
        if (!global) {
            return DropCriterion.super.selectAll(updates);
        }
        long count = updates.stream()
                .mapToLong(update -> update.share(update.active().count()))
                .sum();
        return GlobalSelection.smallest(updates, count, score);
    }

    @Override
    public boolean needsActiveGradient() {
        return score.needsGradient();
    }

    @Override
    public List<MethodPart> shared() {
        return score.parts();
    }

    @Override
    public String toString() {
        return score + (global ? ", of the whole network" : "");
    }
}
