package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chooses among the connections of all weights together; each weight keeps its best one. */
final class GlobalSelection {

    private GlobalSelection() {}

    /** The connections of smallest scores, ties by weight, then by position. */
    static List<long[]> smallest(List<LayerUpdate> updates, long count, DropScore score) {
        long[] start = new long[updates.size() + 1];
        long most = 0;
        for (int i = 0; i < updates.size(); i++) {
            start[i + 1] = Math.addExact(start[i], updates.get(i).active().universe());
            most += updates.get(i).limit();
        }
        Selection smallest = Selection.smallest(Math.min(count, most));
        for (int i = 0; i < updates.size(); i++) {
            offer(updates.get(i), start[i], smallest, score);
        }
        return split(smallest.positions(), start);
    }

    /** A weight offers as many as it may drop: its smallest. */
    private static void offer(LayerUpdate update, long start, Selection smallest, DropScore score) {
        if (update.limit() == 0) {
            return;
        }
        Selection largest = Selection.largest(update.active().count() - update.limit());
        score.forEach(update, largest::accept);
        long[] kept = largest.positions();
        score.forEach(update, (position, value) -> {
            if (Arrays.binarySearch(kept, position) < 0) {
                smallest.accept(start + position, value);
            }
        });
    }

    private static List<long[]> split(long[] all, long[] start) {
        List<long[]> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i + 1 < start.length; i++) {
            int to = from;
            while (to < all.length && all[to] < start[i + 1]) {
                to++;
            }
            long[] part = Arrays.copyOfRange(all, from, to);
            for (int k = 0; k < part.length; k++) {
                part[k] -= start[i];
            }
            parts.add(part);
            from = to;
        }
        return parts;
    }
}
