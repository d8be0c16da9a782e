package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One topology update of a whole network, as the parts of a method see it.
 *
 * @param weights what is intended for each weight so far
 * @param number how many updates of the network came before this one
 * @param progress how much of the time in which updates are made has passed, in [0, 1]; 0 without a horizon
 * @param fraction the drop fraction, in [0, 1]
 * @param rounding how a fraction becomes a whole number
 * @param excludeJustDropped whether what was dropped may not grow again in the same update
 * @param seed the seed of the method
 * @param explored the positions that were ever active, of the weights that are followed
 */
public record NetworkUpdate(
        List<WeightDraft> weights,
        long number,
        double progress,
        double fraction,
        CountRounding rounding,
        boolean excludeJustDropped,
        long seed,
        MaskSet explored) {

    /**
     * Keeps a copy of the list.
     *
     * @param weights what is intended for each weight so far
     * @param number how many updates of the network came before this one
     * @param progress how much of the time in which updates are made has passed, in [0, 1]
     * @param fraction the drop fraction, in [0, 1]
     * @param rounding how a fraction becomes a whole number
     * @param excludeJustDropped whether what was dropped may not grow again in the same update
     * @param seed the seed of the method
     * @param explored the positions that were ever active, of the weights that are followed
     */
    public NetworkUpdate {
        weights = List.copyOf(weights);
    }

    /**
     * An update of a network of whose earlier topologies nothing is known.
     *
     * @param weights what is intended for each weight so far
     * @param number how many updates of the network came before this one
     * @param progress how much of the time in which updates are made has passed, in [0, 1]
     * @param fraction the drop fraction, in [0, 1]
     * @param rounding how a fraction becomes a whole number
     * @param excludeJustDropped whether what was dropped may not grow again in the same update
     * @param seed the seed of the method
     */
    public NetworkUpdate(
            List<WeightDraft> weights,
            long number,
            double progress,
            double fraction,
            CountRounding rounding,
            boolean excludeJustDropped,
            long seed) {
        this(weights, number, progress, fraction, rounding, excludeJustDropped, seed, new MaskSet(Map.of()));
    }

    static NetworkUpdate begin(
            List<SparseWeight> weights,
            Composition parts,
            long number,
            double progress,
            double fraction,
            long seed,
            MaskSet explored) {
        return new NetworkUpdate(
                weights.stream().map(WeightDraft::new).toList(),
                number,
                progress,
                fraction,
                parts.rounding(),
                parts.excludeJustDropped(),
                seed,
                explored);
    }

    /**
     * The update of one weight.
     *
     * @param draft one of the weights
     * @param share its drop fraction
     * @return what criteria of single weights see
     */
    LayerUpdate of(WeightDraft draft, double share) {
        long free = draft.active().universe() - draft.active().count();
        long most = most(draft);
        return of(draft, share, free == 0 ? 0 : excludeJustDropped ? Math.min(most, free) : most);
    }

    /** The update of a weight that grows nothing in place of what it drops. */
    LayerUpdate pruning(WeightDraft draft, double share) {
        return of(draft, share, most(draft));
    }

    private static long most(WeightDraft draft) {
        return Math.max(0, draft.active().count() - 1);
    }

    private LayerUpdate of(WeightDraft draft, double share, long limit) {
        Optional<Mask> ever =
                Optional.ofNullable(explored.masks().get(draft.weight().name()));
        return new LayerUpdate(draft.weight(), draft.active(), number, share, rounding, limit, seed, ever);
    }

    /**
     * The random numbers for one purpose of this update: always the same ones.
     *
     * @param purpose what is drawn
     * @return a new stream
     */
    public RandomStream random(String purpose) {
        return RandomStream.of(seed, purpose, number);
    }
}
