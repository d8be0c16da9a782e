package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;

/** What an update of the topology intends for one weight, phase after phase, before anything is changed. */
public final class WeightDraft {

    private static final long[] NONE = {};

    private final SparseWeight weight;
    private PositionSet active;
    private long[] dropped = NONE;
    private long[] grown = NONE;
    private double[] values = {};

    WeightDraft(SparseWeight weight) {
        this.weight = weight;
        this.active = weight.active();
    }

    /**
     * The weight, as it still is.
     *
     * @return not to be changed
     */
    public SparseWeight weight() {
        return weight;
    }

    /**
     * The positions that would be active if the draft ended here.
     *
     * @return an immutable set
     */
    public PositionSet active() {
        return active;
    }

    /** Positions that were active when the update began and would be dropped. */
    long[] dropped() {
        return dropped;
    }

    void drop(long[] positions) {
        active = active.minus(positions);
        dropped = Sorted.union(dropped, Sorted.minus(positions, grown));
        keepGrown(Sorted.minus(grown, positions));
    }

    private void keepGrown(long[] rest) {
        double[] kept = new double[rest.length];
        for (int i = 0; i < rest.length; i++) {
            kept[i] = values[Arrays.binarySearch(grown, rest[i])];
        }
        grown = rest;
        values = kept;
    }

    /** Positions that were dropped in this update come back with their value and optimiser state. */
    void grow(long[] positions, double[] starts) {
        active = active.plus(positions);
        long[] fresh = Sorted.minus(positions, dropped);
        double[] all = new double[grown.length + fresh.length];
        long[] union = Sorted.union(grown, fresh);
        for (int i = 0; i < union.length; i++) {
            int old = Arrays.binarySearch(grown, union[i]);
            all[i] = old >= 0 ? values[old] : starts[Arrays.binarySearch(positions, union[i])];
        }
        dropped = Sorted.minus(dropped, positions);
        grown = union;
        values = all;
    }

    boolean changes() {
        return dropped.length > 0 || grown.length > 0;
    }

    TopologyUpdate.Change apply() {
        weight.rewire(dropped, grown, values);
        return new TopologyUpdate.Change(weight.name(), dropped.length, grown.length, active.count());
    }
}
