package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Selection;
import java.util.Arrays;

/**
 * Drops, of the {@code n+} positive and the {@code n-} negative connections, the {@code f n+} and {@code f n-} closest to
 * zero, and every connection whose value is exactly zero; nothing when f is 0. Mocanu et al., Nature Communications 2018, <i>Methods</i>.
 *
 * <p>Departure: the authors' index arithmetic removes up to two connections more than the fraction says; here the counts
 * are exact.
 */
public record PerSignDrop() implements DropCriterion {

    @Override
    public long[] select(LayerUpdate update) {
        if (update.fraction() == 0) {
            return new long[0];
        }
        long[] count = new long[2];
        update.weight().forEachActive((position, value) -> {
            if (value != 0) {
                count[value > 0 ? 1 : 0]++;
            }
        });
        Selection negative = Selection.smallest(update.share(count[0]));
        Selection positive = Selection.smallest(update.share(count[1]));
        Selection zero = Selection.smallest(update.weight().active().count() - count[0] - count[1]);
        update.weight().forEachActive((position, value) -> {
            Selection side = value > 0 ? positive : value < 0 ? negative : zero;
            side.accept(position, Math.abs(value));
        });
        long[] chosen = merged(zero.positions(), merged(negative.positions(), positive.positions()));
        return chosen.length <= update.limit() ? chosen : closestToZero(update, chosen);
    }

    private static long[] merged(long[] some, long[] others) {
        if (some.length == 0) {
            return others;
        }
        long[] all = new long[Math.addExact(some.length, others.length)];
        int s = 0;
        int o = 0;
        for (int i = 0; i < all.length; i++) {
            boolean first = o == others.length || s < some.length && some[s] < others[o];
            all[i] = first ? some[s++] : others[o++];
        }
        return all;
    }

    private static long[] closestToZero(LayerUpdate update, long[] chosen) {
        Selection closest = Selection.smallest(update.limit());
        update.weight().forEachActive((position, value) -> {
            if (Arrays.binarySearch(chosen, position) >= 0) {
                closest.accept(position, Math.abs(value));
            }
        });
        return closest.positions();
    }
}
