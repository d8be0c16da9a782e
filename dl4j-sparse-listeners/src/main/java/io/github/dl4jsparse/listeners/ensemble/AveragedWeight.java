package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.ensemble.SuperTicket.Averaging;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** The sums of one array's weights over tickets, and how many tickets have each connection. */
final class AveragedWeight {

    private final long budget;
    private final Map<Long, Sum> sums = new HashMap<>();

    private record Sum(double value, int tickets) {

        Sum plus(Sum other) {
            return new Sum(value + other.value, tickets + other.tickets);
        }

        double mean(Averaging averaging, int all) {
            return value / (averaging == Averaging.CAA ? tickets : all);
        }
    }

    AveragedWeight(long budget) {
        this.budget = budget;
    }

    void add(SparseWeight weight) {
        weight.forEachActive((position, value) -> sums.merge(position, new Sum(value, 1), Sum::plus));
    }

    /** The largest means, ascending. */
    long[] positions(Averaging averaging, int all) {
        Selection largest = Selection.largest(budget);
        sums.forEach((position, sum) -> largest.accept(position, Math.abs(sum.mean(averaging, all))));
        return largest.positions();
    }

    void writeTo(SparseWeight weight, Averaging averaging, int all) {
        long[] chosen = positions(averaging, all);
        PositionSet before = weight.active();
        long[] grow = LongStream.of(chosen).filter(p -> !before.contains(p)).toArray();
        if (grow.length > 0) {
            long[] drop = LongStream.of(before.toArray())
                    .filter(p -> Arrays.binarySearch(chosen, p) < 0)
                    .toArray();
            weight.rewire(drop, grow, new double[grow.length]);
        }
        weight.assign(position -> sums.get(position).mean(averaging, all));
    }
}
