package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;

/**
 * Grows positions drawn uniformly and without replacement from the candidates. Mocanu et al., Nature Communications 2018.
 */
public record RandomGrowth() implements GrowthCriterion {

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        return kept.sampleOthers(Math.toIntExact(count), update.random("grow"));
    }
}
