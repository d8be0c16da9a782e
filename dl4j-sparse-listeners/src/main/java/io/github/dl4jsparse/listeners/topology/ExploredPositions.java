package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;

/**
 * The positions that were ever active. Their share of all positions is the in-time over-parameterisation rate R_s of Liu et
 * al., <i>Do We Actually Need Dense Over-Parameterization?</i>, ICML 2021. A bit for each position: of truly sparse layers, arrays
 * whose bits would take more than 16 MiB and more than a byte for each connection are not followed.
 */
final class ExploredPositions {

    private static final long FEW_POSITIONS = 1L << 27;

    private static final long POSITIONS_OF_A_CONNECTION = 8;

    private static final int CHUNK = 1 << 20;

    private final Map<String, Mask> explored = new LinkedHashMap<>();

    /** Continues from what was explored before. */
    void restore(MaskSet before) {
        explored.putAll(before.masks());
    }

    void add(List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            PositionSet active = weight.active();
            if (active instanceof Mask now) {
                explored.merge(weight.name(), now, Mask::or);
            } else if (explored.containsKey(weight.name()) || follows(active)) {
                explored.compute(
                        weight.name(),
                        (name, before) -> joined(before == null ? Mask.ofActive(dims(weight)) : before, active));
            }
        }
    }

    /** Whether a weight with these connections is followed. */
    static boolean follows(PositionSet active) {
        return active instanceof Mask
                || active.universe() <= Math.max(FEW_POSITIONS, POSITIONS_OF_A_CONNECTION * active.count());
    }

    /** In parts, so that the positions never stand side by side as numbers. */
    private static Mask joined(Mask before, PositionSet active) {
        Mask all = before;
        long[] fresh = new long[(int) Math.min(CHUNK, active.count())];
        int count = 0;
        PrimitiveIterator.OfLong positions = active.iterator();
        while (positions.hasNext()) {
            long position = positions.nextLong();
            if (!before.contains(position)) {
                fresh[count++] = position;
            }
            if (count == fresh.length) {
                all = all.plus(fresh);
                count = 0;
            }
        }
        return count == 0 ? all : all.plus(Arrays.copyOf(fresh, count));
    }

    private static long[] dims(SparseWeight weight) {
        return weight.shape().dims().stream().mapToLong(Long::longValue).toArray();
    }

    MaskSet masks() {
        return new MaskSet(explored);
    }
}
