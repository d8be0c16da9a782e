package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.List;

/**
 * One topology update of a whole network: chosen for all weights first, made afterwards, so that a score that cannot be
 * ranked leaves the topology as it was.
 */
record TopologyPlan(List<Rewiring> rewirings) {

    @SuppressWarnings("ArrayRecordComponent") // made and used up within one update, never compared
    record Rewiring(SparseWeight weight, long[] drop, long[] grow, double[] values, long connections) {

        TopologyUpdate.Change apply() {
            weight.rewire(drop, grow, values);
            long same = same();
            return new TopologyUpdate.Change(weight.name(), drop.length - same, grow.length - same, connections);
        }

        /** How many positions are in both lists. */
        private long same() {
            long same = 0;
            int d = 0;
            for (long position : grow) {
                while (d < drop.length && drop[d] < position) {
                    d++;
                }
                same += d < drop.length && drop[d] == position ? 1 : 0;
            }
            return same;
        }
    }

    static TopologyPlan of(Composition parts, List<SparseWeight> weights, long number, double fraction, long seed) {
        List<Rewiring> rewirings = new ArrayList<>();
        for (SparseWeight weight : weights) {
            PositionSet active = weight.active();
            long free = active.universe() - active.count();
            long limit = Math.max(0, active.count() - 1);
            if (parts.excludeJustDropped()) {
                limit = Math.min(limit, free);
            }
            if (free == 0 || limit == 0) {
                continue;
            }
            LayerUpdate update = new LayerUpdate(weight, number, fraction, parts.rounding(), limit, seed);
            long[] drop = parts.drop().select(update);
            if (drop.length > 0) {
                rewirings.add(rewiring(parts, update, drop));
            }
        }
        return new TopologyPlan(rewirings);
    }

    private static Rewiring rewiring(Composition parts, LayerUpdate update, long[] drop) {
        PositionSet active = update.weight().active();
        PositionSet rest = active.minus(drop);
        PositionSet kept = parts.excludeJustDropped() ? active : rest;
        long[] grow = parts.grow().select(update, kept, drop.length);
        if (grow.length != drop.length) {
            throw new IllegalStateException("The growth criterion (" + parts.grow() + ") chose (" + grow.length
                    + ") positions of (" + update.weight().name() + ") instead of (" + drop.length + ").");
        }
        // refuses positions that do not fit: a weight before this one must not have changed by then
        long connections = rest.plus(grow).count();
        double[] values = parts.init().values(update, kept, grow);
        if (values.length != grow.length) {
            throw new IllegalStateException("The growth initialisation (" + parts.init() + ") gave (" + values.length
                    + ") values for (" + grow.length + ") connections of ("
                    + update.weight().name() + ").");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new NonFiniteScoreException(grow[i], values[i]);
            }
        }
        return new Rewiring(update.weight(), drop, grow, values, connections);
    }

    List<TopologyUpdate.Change> apply() {
        return rewirings.stream().map(Rewiring::apply).toList();
    }
}
