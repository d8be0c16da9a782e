package io.github.dl4jsparse.listeners.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Drops the smallest scores of all weights of a pool together; each weight keeps its best connection. */
record PooledDrop(DropScore score, WeightPool pool) implements DropCriterion {

    @Override
    public long[] select(LayerUpdate update) {
        return selectAll(List.of(update)).get(0);
    }

    @Override
    public List<long[]> selectAll(List<LayerUpdate> updates) {
        List<long[]> all = new ArrayList<>(Collections.nCopies(updates.size(), new long[0]));
        pool.members(updates.stream().map(update -> update.weight().shape()).toList())
                .values()
                .forEach(members -> {
                    List<LayerUpdate> together =
                            members.stream().map(updates::get).toList();
                    long connections = together.stream()
                            .mapToLong(update -> update.active().count())
                            .sum();
                    long count = together.get(0).share(connections);
                    List<long[]> chosen = GlobalSelection.smallest(together, count, score);
                    for (int i = 0; i < chosen.size(); i++) {
                        all.set(members.get(i), chosen.get(i));
                    }
                });
        return all;
    }

    @Override
    public boolean needsActiveGradient() {
        return score.needsGradient();
    }

    @Override
    public List<MethodPart> shared() {
        return score.parts();
    }

    @Override
    public String toString() {
        return score + " of each " + pool.name().toLowerCase(Locale.ROOT);
    }
}
