package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.LargestRemainder;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** All that was dropped is grown in proportion to a number of each weight; what finds no place goes to the others. */
record SharedRedistribution(
        String name, boolean needsActiveGradient, ToDoubleBiFunction<WeightDraft, LayerUpdate> share)
        implements Redistribution {

    @Override
    public long[] quotas(NetworkUpdate update, long[] dropped) {
        List<WeightDraft> drafts = update.weights();
        double[] shares = new double[drafts.size()];
        long[] candidates = new long[drafts.size()];
        for (int i = 0; i < shares.length; i++) {
            WeightDraft draft = drafts.get(i);
            shares[i] = share.applyAsDouble(draft, update.of(draft, update.fraction()));
            long kept = draft.active().count() + (update.excludeJustDropped() ? dropped[i] : 0);
            candidates[i] = draft.active().universe() - kept;
        }
        return LargestRemainder.apportion(Arrays.stream(dropped).sum(), shares, candidates);
    }

    @Override
    public boolean movesBudget() {
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
