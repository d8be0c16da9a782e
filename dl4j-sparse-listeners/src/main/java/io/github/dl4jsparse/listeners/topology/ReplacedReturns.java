package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Grows by another criterion; what has just been dropped and would grow again is replaced by as many positions, drawn
 * at random, that were not active before. Where there are fewer of those, the first of the dropped ones return.
 */
record ReplacedReturns(GrowthCriterion criterion) implements GrowthCriterion {

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        long[] chosen = criterion.select(update, kept, count);
        long[] fresh = Arrays.stream(chosen)
                .filter(position -> !update.active().contains(position))
                .toArray();
        long[] dropped = LongStream.of(update.active().toArray())
                .filter(position -> !kept.contains(position))
                .toArray();
        PositionSet known = kept.plus(Sorted.union(dropped, fresh));
        int returning = chosen.length - fresh.length;
        int drawn = (int) Math.min(returning, known.universe() - known.count());
        long[] others = known.sampleOthers(drawn, update.random("grow others"));
        long[] returned = Arrays.copyOf(Sorted.minus(chosen, fresh), returning - drawn);
        return Sorted.union(Sorted.union(fresh, others), returned);
    }

    @Override
    public List<MethodPart> shared() {
        return List.of(criterion);
    }

    @Override
    public String toString() {
        return criterion + " without returns";
    }
}
