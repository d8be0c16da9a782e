package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Selection;
import java.util.Arrays;

/**
 * Drops {@code ceil(k / 2)} of the positive and as many of the negative connections, those closest to zero, {@code k = f n}; where
 * one side has fewer, all of it. The reading of SET by Nowak et al., <i>Fantastic Weights and How to Find Them</i>, NeurIPS 2023,
 * and its code. Exact zeros count as positive.
 */
record HalvesDrop() implements DropCriterion {

    @Override
    public long[] select(LayerUpdate update) {
        long k = update.share(update.active().count());
        long half = Math.min((k + 1) / 2, update.limit());
        Selection negative = Selection.smallest(half);
        Selection positive = Selection.smallest(half);
        update.forEachActive((position, value) -> (value < 0 ? negative : positive).accept(position, Math.abs(value)));
        long[] both = Sorted.union(negative.positions(), positive.positions());
        if (both.length <= update.limit()) {
            return both;
        }
        Selection least = Selection.smallest(update.limit());
        update.forEachActive((position, value) -> {
            if (Arrays.binarySearch(both, position) >= 0) {
                least.accept(position, Math.abs(value));
            }
        });
        return least.positions();
    }
}
