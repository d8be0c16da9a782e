package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Grows by another criterion inside of a region, and outside of it only when the region has no place left. */
record RegionGrowth(ConnectionRegion region, GrowthCriterion criterion) implements GrowthCriterion {

    @Override
    public Optional<Mask> region(WeightShape shape) {
        return region.of(shape);
    }

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        Optional<Mask> allowed = region.of(update.weight().shape());
        if (allowed.isEmpty()) {
            return criterion.select(update, kept, count);
        }
        PositionSet closed = with(allowed.get().not(), kept);
        long inside = Math.min(count, closed.universe() - closed.count());
        long[] grown = criterion.select(update, closed, inside);
        return inside == count
                ? grown
                : Sorted.union(grown, criterion.select(update, kept.plus(grown), count - inside));
    }

    private static PositionSet with(Mask outside, PositionSet kept) {
        if (kept instanceof Mask mask) {
            return outside.or(mask);
        }
        return outside.plus(Arrays.stream(kept.toArray())
                .filter(position -> !outside.contains(position))
                .toArray());
    }

    @Override
    public List<MethodPart> shared() {
        return List.of(criterion);
    }

    @Override
    public String toString() {
        return criterion + " within a region";
    }
}
