package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.random.RandomStream;

/** Drops connections uniformly at random. */
record RandomDrop() implements DropCriterion {

    @Override
    public long[] select(LayerUpdate update) {
        RandomStream random = update.random("drop");
        Selection chosen =
                Selection.smallest(Math.min(update.share(update.active().count()), update.limit()));
        update.active().forEach(position -> chosen.accept(position, random.nextDouble()));
        return chosen.positions();
    }
}
