package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.List;
import java.util.Locale;

/**
 * As many as the weights of a pool have dropped together grow in them, so that each free position of the pool is
 * equally likely to be taken: how many in which weight follows from a draw without replacement over all of them.
 */
record RandomRedistribution(WeightPool pool) implements Redistribution {

    @Override
    public long[] quotas(NetworkUpdate update, long[] dropped) {
        List<WeightDraft> drafts = update.weights();
        long[] quotas = new long[dropped.length];
        pool.members(drafts.stream().map(draft -> draft.weight().shape()).toList())
                .forEach((name, members) -> {
                    long places = 0;
                    long wanted = 0;
                    long[] end = new long[members.size()];
                    for (int i = 0; i < end.length; i++) {
                        int weight = members.get(i);
                        long kept = drafts.get(weight).active().count()
                                + (update.excludeJustDropped() ? dropped[weight] : 0);
                        places += drafts.get(weight).active().universe() - kept;
                        end[i] = places;
                        wanted += dropped[weight];
                    }
                    RandomStream random = update.random("quotas " + name);
                    int weight = 0;
                    for (long place : random.sample(places, Math.toIntExact(wanted))) {
                        while (place >= end[weight]) {
                            weight++;
                        }
                        quotas[members.get(weight)]++;
                    }
                });
        return quotas;
    }

    @Override
    public boolean movesBudget() {
        return true;
    }

    @Override
    public String toString() {
        return "at random within each " + pool.name().toLowerCase(Locale.ROOT);
    }
}
