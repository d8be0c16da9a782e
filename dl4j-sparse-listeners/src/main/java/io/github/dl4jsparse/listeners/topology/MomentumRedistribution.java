package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.LargestRemainder;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.List;

/**
 * Growth in proportion to the mean momentum {@code c_l} of each weight's connections before the update; weights whose
 * mean is not finite have no share. A weight fills at most 0.99 of its free positions, what it has just dropped
 * included; the rest goes to the others in proportion, and beyond 0.99 only where no weight has place below it, so
 * that no connection is lost. A weight of sparsity below 0.2 that would grow, since its share is above {@code 1 / L},
 * gives up no larger share than its sparsity.
 */
record MomentumRedistribution(DenseMomentum momentum) implements Redistribution {

    private static final double FILLED = 0.99;
    private static final double ALMOST_DENSE = 0.2;
    private static final double ROUNDING = 1e-9;

    @Override
    public double fraction(NetworkUpdate update, WeightDraft draft) {
        double places = draft.active().universe();
        double sparsity = (places - draft.active().count()) / places;
        if (sparsity >= ALMOST_DENSE) {
            return update.fraction();
        }
        double[] means = means(update.weights());
        double share =
                means[update.weights().indexOf(draft)] / Arrays.stream(means).sum();
        return share > 1.0 / means.length ? Math.min(sparsity, update.fraction()) : update.fraction();
    }

    @Override
    public long[] quotas(NetworkUpdate update, long[] dropped) {
        List<WeightDraft> drafts = update.weights();
        double[] shares = means(drafts);
        long[] places = new long[shares.length];
        long[] caps = new long[shares.length];
        for (int i = 0; i < shares.length; i++) {
            long free =
                    drafts.get(i).active().universe() - drafts.get(i).active().count();
            places[i] = update.excludeJustDropped() ? free - dropped[i] : free;
            caps[i] = Math.min(places[i], (long) Math.floor(FILLED * free + ROUNDING));
        }
        long total = Arrays.stream(dropped).sum();
        long[] quotas = LargestRemainder.apportion(total, shares, caps);
        Arrays.setAll(places, i -> places[i] - quotas[i]);
        long[] more = LargestRemainder.apportion(total - Arrays.stream(quotas).sum(), shares, places);
        Arrays.setAll(quotas, i -> quotas[i] + more[i]);
        return quotas;
    }

    private double[] means(List<WeightDraft> drafts) {
        return drafts.stream().mapToDouble(draft -> mean(draft.weight())).toArray();
    }

    private double mean(SparseWeight weight) {
        double[] sum = new double[1];
        weight.active().forEach(position -> sum[0] += Math.abs(momentum.at(weight.name(), position)));
        double mean = sum[0] / weight.active().count();
        return Double.isFinite(mean) ? mean : 0;
    }

    @Override
    public boolean movesBudget() {
        return true;
    }

    @Override
    public List<MethodPart> shared() {
        return List.of(momentum);
    }

    @Override
    public String toString() {
        return "by " + momentum;
    }
}
