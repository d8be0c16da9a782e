package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The positions that were ever active. Their share of all positions is the in-time over-parameterisation rate R_s of Liu et
 * al., <i>Do We Actually Need Dense Over-Parameterization?</i>, ICML 2021. Arrays of more than 2^31 positions are not
 * followed.
 */
final class ExploredPositions {

    private static final long LIMIT = 1L << 31;

    private final Map<String, Mask> explored = new LinkedHashMap<>();

    /** Continues from what was explored before. */
    void restore(MaskSet before) {
        explored.putAll(before.masks());
    }

    void add(List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            PositionSet active = weight.active();
            if (active.universe() <= LIMIT) {
                Mask now = active instanceof Mask mask ? mask : Mask.ofActive(dims(weight), active.toArray());
                explored.merge(weight.name(), now, Mask::or);
            }
        }
    }

    private static long[] dims(SparseWeight weight) {
        return weight.shape().dims().stream().mapToLong(Long::longValue).toArray();
    }

    MaskSet masks() {
        return new MaskSet(explored);
    }
}
