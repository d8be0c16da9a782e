package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Selection;

/**
 * Drops the {@code k = f n} connections of smallest {@code |w|}, ties by ascending position. Evci et al., <i>Rigging the
 * Lottery</i>, ICML 2020, algorithm 1. Departure: the authors' code breaks ties by noise.
 */
public record MagnitudeDrop() implements DropCriterion {

    @Override
    public long[] select(LayerUpdate update) {
        long k = Math.min(update.share(update.active().count()), update.limit());
        Selection smallest = Selection.smallest(k);
        update.forEachActive((position, value) -> smallest.accept(position, Math.abs(value)));
        return smallest.positions();
    }
}
