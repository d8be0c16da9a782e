package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Grows positions that were never active, drawn uniformly, and once there are too few of them all of these and uniformly drawn others.
 * The growth {@code random_unfired} in the code of Liu et al., <i>Do We Actually Need Dense Over-Parameterization?</i>, ICML 2021.
 */
record UnexploredGrowth() implements GrowthCriterion {

    @Override
    public void check(NetworkView network, List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            if (!ExploredPositions.follows(weight.active())) {
                throw new DL4JInvalidConfigException("The positions of (" + weight.name()
                        + ") that were ever active are"
                        + " not followed: ("
                        + weight.shape().size() + ") bits would cost too much beside ("
                        + weight.active().count() + ") connections. Grow at random there: GrowthCriterion.random().");
            }
        }
    }

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        PositionSet known = withExplored(update, kept);
        long fresh = Math.min(count, known.universe() - known.count());
        long[] first = known.sampleOthers(Math.toIntExact(fresh), update.random("grow unexplored"));
        if (fresh == count) {
            return first;
        }
        long[] others = kept.plus(first).sampleOthers(Math.toIntExact(count - fresh), update.random("grow"));
        return Sorted.union(first, others);
    }

    private static PositionSet withExplored(LayerUpdate update, PositionSet kept) {
        Mask explored = update.explored()
                .orElseThrow(() -> new IllegalStateException("Nothing is known of the positions of ("
                        + update.weight().name() + ") that were ever active."));
        if (kept instanceof Mask mask) {
            return explored.or(mask);
        }
        return explored.plus(Arrays.stream(kept.toArray())
                .filter(position -> !explored.contains(position))
                .toArray());
    }
}
