package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import java.util.stream.LongStream;

/** Grows the first free positions. */
record LowestInputFirst() implements GrowthCriterion {

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        return LongStream.range(0, kept.universe())
                .filter(position -> !kept.contains(position))
                .limit(count)
                .toArray();
    }
}
