package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Grows the candidates whose units have the most similar activations, ties by ascending position: {@code S_ij =
 * |<A_i, A_j>| / (|A_i| |A_j|)} over the examples trained on since the last update.
 */
final class SimilarityGrowth implements GrowthCriterion {

    /** What a saved run can hold. */
    private static final long MOST_POSITIONS = 1L << 27;

    private final Map<String, ActivationSums> sums = new LinkedHashMap<>();
    private final Map<String, ActivationLink> links = new LinkedHashMap<>();
    private NetworkView network;
    private List<SparseWeight> weights = List.of();
    private boolean used;

    @Override
    public boolean needsActivations() {
        return true;
    }

    @Override
    public void check(NetworkView view, List<WeightShape> shapes) {
        OneNetwork.check(this, network != null);
        long positions = shapes.stream().mapToLong(WeightShape::size).sum();
        if (positions > MOST_POSITIONS) {
            throw new DL4JInvalidConfigException("The products of activations would be (" + positions
                    + ") numbers, one for each position; at most (" + MOST_POSITIONS
                    + ") can be kept. Grow at random there: GrowthCriterion.random().");
        }
        for (WeightShape shape : shapes) {
            if (ActivationLink.of(view, shape).isEmpty()) {
                throw new DL4JInvalidConfigException(
                        "The similarity of activations is known between the units of dense layers"
                                + " without preprocessor only, not for (" + shape.name() + "). Maybe keepDense(\""
                                + shape.layer()
                                + "\")?");
            }
        }
    }

    @Override
    public void attached(NetworkView view, List<SparseWeight> all) {
        network = view;
        weights = all;
        for (SparseWeight weight : all) {
            WeightShape shape = weight.shape();
            links.put(weight.name(), ActivationLink.of(view, shape).orElseThrow());
            sums.put(weight.name(), new ActivationSums(shape.inputs(), shape.outputs()));
        }
    }

    @Override
    public void afterForward(Map<String, INDArray> activations) {
        if (used) {
            sums.values().forEach(ActivationSums::clear);
            used = false;
        }
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            for (SparseWeight weight : weights) {
                ActivationLink link = links.get(weight.name());
                INDArray source = activations.get(link.source());
                INDArray target = activations.get(link.target());
                if (target == null) {
                    target = OutputActivations.of(network.layers().get(link.target()), weight, source);
                }
                sums.get(weight.name()).add(source, target);
            }
        }
    }

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        double[] cosines = sums.get(update.weight().name()).cosines();
        Selection largest = Selection.largest(count);
        PrimitiveIterator.OfLong left = kept.iterator();
        long next = left.hasNext() ? left.nextLong() : -1;
        for (int position = 0; position < cosines.length; position++) {
            if (position == next) {
                next = left.hasNext() ? left.nextLong() : -1;
            } else {
                largest.accept(position, cosines[position]);
            }
        }
        return largest.positions();
    }

    @Override
    public void beforeUpdate(NetworkUpdate update) {
        used = true;
    }

    /** After an update the sums begin anew, so that a run that is saved at the end of an epoch holds none. */
    @Override
    public void writeState(DataOutput out) throws IOException {
        out.writeBoolean(used);
        if (!used) {
            for (ActivationSums sum : sums.values()) {
                sum.writeTo(out);
            }
        }
    }

    @Override
    public void readState(DataInput in) throws IOException {
        used = in.readBoolean();
        if (!used) {
            for (ActivationSums sum : sums.values()) {
                sum.readFrom(in);
            }
        }
    }

    @Override
    public String toString() {
        return "similarity";
    }
}
