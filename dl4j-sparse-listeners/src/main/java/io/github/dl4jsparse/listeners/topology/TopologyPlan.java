package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One topology update of a whole network: chosen for all weights first, made afterwards, so that a score that cannot be
 * ranked leaves the topology as it was.
 */
record TopologyPlan(NetworkUpdate update) {

    /** An update of a network of whose past nothing is known. */
    static TopologyPlan of(
            Composition parts, List<SparseWeight> weights, long number, double progress, double fraction, long seed) {
        return of(parts, weights, number, progress, fraction, seed, new MaskSet(Map.of()));
    }

    static TopologyPlan of(
            Composition parts,
            List<SparseWeight> weights,
            long number,
            double progress,
            double fraction,
            long seed,
            MaskSet explored) {
        NetworkUpdate update = NetworkUpdate.begin(weights, parts, number, progress, fraction, seed, explored);
        parts.all().forEach(part -> part.beforeUpdate(update));
        if (parts.density() != null) {
            prune(parts, update);
        }
        swap(parts, update);
        return new TopologyPlan(update);
    }

    /** Down to the density of this moment, by the smallest magnitudes of the whole network. */
    private static void prune(Composition parts, NetworkUpdate update) {
        long places = 0;
        long connections = 0;
        for (WeightDraft draft : update.weights()) {
            places += draft.active().universe();
            connections += draft.active().count();
        }
        long zeros = parts.rounding().of(1 - parts.density().at(update.progress()), places);
        long surplus = connections - (places - zeros);
        if (surplus > 0) {
            List<LayerUpdate> updates = update.weights().stream()
                    .map(draft -> update.pruning(draft, update.fraction()))
                    .toList();
            drop(update, GlobalSelection.smallest(updates, surplus, (value, gradient) -> Math.abs(value)));
        }
    }

    private static void swap(Composition parts, NetworkUpdate update) {
        List<LayerUpdate> updates = update.weights().stream()
                .map(draft -> {
                    double fraction = parts.redistribution().fraction(update, draft);
                    return parts.redistribution().shrinks()
                            ? update.pruning(draft, fraction)
                            : update.of(draft, fraction);
                })
                .toList();
        List<long[]> dropped = parts.drop().selectAll(updates);
        drop(update, dropped);
        long[] counts =
                dropped.stream().mapToLong(positions -> positions.length).toArray();
        long[] quotas = parts.redistribution().quotas(update, counts);
        for (int i = 0; i < quotas.length; i++) {
            if (quotas[i] > 0) {
                grow(parts, update, update.weights().get(i), updates.get(i), dropped.get(i), quotas[i]);
            }
        }
    }

    private static void drop(NetworkUpdate update, List<long[]> positions) {
        for (int i = 0; i < positions.size(); i++) {
            if (positions.get(i).length > 0) {
                update.weights().get(i).drop(positions.get(i));
            }
        }
    }

    private static void grow(
            Composition parts,
            NetworkUpdate network,
            WeightDraft draft,
            LayerUpdate update,
            long[] dropped,
            long quota) {
        PositionSet kept = network.excludeJustDropped() ? draft.active().plus(dropped) : draft.active();
        long places = kept.universe() - kept.count();
        for (MethodPart part : parts.all()) {
            kept = part.closed(draft.weight(), kept);
        }
        long open = kept.universe() - kept.count();
        // what is closed makes a quota smaller; a criterion is told of one that was too large before
        long count = open < places ? Math.min(quota, open) : quota;
        if (count == 0) {
            return;
        }
        long[] grow = parts.grow().select(update, kept, count);
        if (grow.length != count) {
            throw new IllegalStateException("The growth criterion (" + parts.grow() + ") chose (" + grow.length
                    + ") positions of (" + update.weight().name() + ") instead of (" + count + ").");
        }
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
        draft.grow(grow, values); // refuses positions that do not fit
    }

    List<TopologyUpdate.Change> apply() {
        List<TopologyUpdate.Change> changes = new ArrayList<>();
        for (WeightDraft draft : update.weights()) {
            if (draft.changes()) {
                changes.add(draft.apply());
            }
        }
        return changes;
    }
}
