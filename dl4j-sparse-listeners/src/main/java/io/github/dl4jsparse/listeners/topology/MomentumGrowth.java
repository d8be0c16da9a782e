package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.Selection;
import java.util.List;

/** Grows the candidates of largest momentum, ties by ascending position. */
record MomentumGrowth(DenseMomentum momentum) implements GrowthCriterion {

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        Selection largest = Selection.largest(count);
        momentum.forEach(update.weight().name(), kept, (position, m) -> largest.accept(position, Math.abs(m)));
        return largest.positions();
    }

    @Override
    public List<MethodPart> shared() {
        return List.of(momentum);
    }

    @Override
    public String toString() {
        return momentum.toString();
    }
}
