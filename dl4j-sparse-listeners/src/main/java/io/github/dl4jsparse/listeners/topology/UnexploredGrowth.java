package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grows positions that were never active, drawn uniformly, and once there are too few of them all of these and
 * uniformly drawn others. The growth {@code random_unfired} in the code of Liu et al., <i>Do We Actually Need Dense
 * Over-Parameterization?</i>, ICML 2021.
 */
record UnexploredGrowth() implements GrowthCriterion {

    private static final Logger LOG = LoggerFactory.getLogger(UnexploredGrowth.class);

    @Override
    public void attached(NetworkView network, List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            if (!ExploredPositions.follows(weight.active())) {
                LOG.warn(
                        "The positions of ({}) that were ever active are not followed: a bit for each would cost too much"
                                + " beside its connections. It grows at random.",
                        weight.name());
            }
        }
    }

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        PositionSet known =
                update.explored().map(explored -> joined(explored, kept)).orElse(kept);
        long fresh = Math.min(count, known.universe() - known.count());
        long[] first = known.sampleOthers(Math.toIntExact(fresh), update.random("grow unexplored"));
        if (fresh == count) {
            return first;
        }
        long[] others = kept.plus(first).sampleOthers(Math.toIntExact(count - fresh), update.random("grow"));
        return Sorted.union(first, others);
    }

    private static PositionSet joined(Mask explored, PositionSet kept) {
        if (kept instanceof Mask mask) {
            return explored.or(mask);
        }
        return explored.plus(Arrays.stream(kept.toArray())
                .filter(position -> !explored.contains(position))
                .toArray());
    }
}
