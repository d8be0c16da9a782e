package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Drops every connection whose magnitude is below one threshold H of the whole network, then adapts it: with K connections dropped
 * and N_p wanted, {@code K > (1 + delta) N_p} halves H, {@code K < (1 - delta) N_p} doubles it. The drop fraction has no meaning
 * here. A weight of which all connections are below keeps its largest. Mostafa and Wang, <i>Parameter Efficient Training of Deep
 * Convolutional Neural Networks by Dynamic Sparse Reparameterization</i>, ICML 2019, algorithm 1.
 */
final class AdaptiveThresholdDrop implements DropCriterion {

    private final long wanted;
    private final double tolerance;
    private double threshold;
    private boolean taken;

    AdaptiveThresholdDrop(double start, long wanted, double tolerance) {
        if (!(start > 0 && Double.isFinite(start)) || wanted < 1 || !(tolerance >= 0 && tolerance < 1)) {
            throw new DL4JInvalidConfigException(
                    "The first threshold (" + start + ") and the number of connections to drop (" + wanted
                            + ") must be positive, the tolerance (" + tolerance + ") in [0, 1).");
        }
        this.threshold = start;
        this.wanted = wanted;
        this.tolerance = tolerance;
    }

    double threshold() {
        return threshold;
    }

    @Override
    public void check(NetworkView network, List<WeightShape> weights) {
        OneNetwork.check(this, taken);
    }

    @Override
    public void attached(NetworkView network, List<SparseWeight> weights) {
        taken = true;
    }

    @Override
    public long[] select(LayerUpdate update) {
        return selectAll(List.of(update)).get(0);
    }

    @Override
    public List<long[]> selectAll(List<LayerUpdate> updates) {
        List<long[]> all = new ArrayList<>();
        long dropped = 0;
        for (LayerUpdate update : updates) {
            long[] below = below(update);
            all.add(below);
            dropped += below.length;
        }
        if (dropped > (1 + tolerance) * wanted) {
            threshold /= 2;
        } else if (dropped < (1 - tolerance) * wanted) {
            threshold *= 2;
        }
        return all;
    }

    private long[] below(LayerUpdate update) {
        if (update.limit() == 0) {
            return new long[0];
        }
        long[] count = {0};
        update.forEachActive((position, value) -> count[0] += Math.abs(value) < threshold ? 1 : 0);
        return GlobalSelection.smallest(List.of(update), count[0], (value, gradient) -> Math.abs(value))
                .get(0);
    }

    @Override
    public void writeState(DataOutput out) throws IOException {
        out.writeDouble(threshold);
    }

    @Override
    public void readState(DataInput in) throws IOException {
        threshold = in.readDouble();
    }

    @Override
    public String toString() {
        return "below a threshold, about " + wanted;
    }
}
