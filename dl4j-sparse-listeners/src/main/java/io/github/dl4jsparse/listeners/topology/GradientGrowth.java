package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.Selection;

/**
 * Grows the candidates of largest {@code |dL/dw|}, the raw loss gradient of the current minibatch, ties by ascending
 * position. Evci et al., <i>Rigging the Lottery</i>, ICML 2020, algorithm 1.
 */
public record GradientGrowth() implements GrowthCriterion {

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        Selection largest = Selection.largest(count);
        update.weight().forEachGradient(kept, (position, gradient) -> largest.accept(position, Math.abs(gradient)));
        return largest.positions();
    }

    @Override
    public boolean needsGradient() {
        return true;
    }
}
