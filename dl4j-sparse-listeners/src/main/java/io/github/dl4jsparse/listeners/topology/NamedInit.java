package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;

/** A policy that says what it is, in logs and saved runs. */
record NamedInit(String name, GrowthInit rule) implements GrowthInit {

    @Override
    public double[] values(LayerUpdate update, PositionSet kept, long[] grown) {
        return rule.values(update, kept, grown);
    }

    @Override
    public String toString() {
        return name;
    }
}
