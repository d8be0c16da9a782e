package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;

/** Grows by one criterion until the network has not become better for a number of updates, then by another. */
final class PlateauGrowth implements GrowthCriterion {

    private final GrowthCriterion first;
    private final GrowthCriterion then;
    private final ToDoubleFunction<? super Model> quality;
    private final int patience;
    private NetworkView network;
    private double best = Double.NEGATIVE_INFINITY;
    private int waited;

    PlateauGrowth(GrowthCriterion first, GrowthCriterion then, ToDoubleFunction<? super Model> quality, int patience) {
        if (quality == null) {
            throw new DL4JInvalidConfigException(
                    "How good the network is must be known to see that it has stopped to become"
                            + " better. Give the accuracy on validation data, which are not trained on.");
        }
        if (patience < 1) {
            throw new DL4JInvalidConfigException(
                    "The number of updates (" + patience + ") without a better network must be positive.");
        }
        this.first = first;
        this.then = then;
        this.quality = quality;
        this.patience = patience;
    }

    private GrowthCriterion present() {
        return waited < patience ? first : then;
    }

    /** The first criterion asks for nothing any more once its time is over. */
    @Override
    public List<MethodPart> shared() {
        return waited < patience ? List.of(first, then) : List.of(then);
    }

    @Override
    public void check(NetworkView view, List<WeightShape> shapes) {
        OneNetwork.check(this, network != null);
    }

    @Override
    public void attached(NetworkView view, List<SparseWeight> weights) {
        network = view;
    }

    @Override
    public void beforeUpdate(NetworkUpdate update) {
        if (waited < patience) {
            double now = quality.applyAsDouble(network.model());
            waited = now > best ? 0 : waited + 1;
            best = now > best ? now : best;
        }
    }

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        return present().select(update, kept, count);
    }

    @Override
    public void writeState(DataOutput out) throws IOException {
        out.writeDouble(best);
        out.writeInt(waited);
    }

    @Override
    public void readState(DataInput in) throws IOException {
        best = in.readDouble();
        waited = in.readInt();
    }

    @Override
    public String toString() {
        return first + ", after " + patience + " updates without progress " + then;
    }
}
