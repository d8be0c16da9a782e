package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Removes weak neurons, and keeps the places of removed ones closed. */
final class NeuronPruningPart implements MethodPart {

    private final NeuronPruning settings;
    private final Map<String, Mask> closed = new LinkedHashMap<>();
    private Map<String, String> next = Map.of();
    private int prunedAt;
    private TrainingMoment moment = new TrainingMoment(0, 0, false, Double.NaN);

    NeuronPruningPart(NeuronPruning settings) {
        this.settings = settings;
    }

    @Override
    public boolean movesBudget() {
        return true;
    }

    @Override
    public void check(NetworkView network, List<WeightShape> weights) {
        OneNetwork.check(this, !next.isEmpty());
        if (weights.stream().noneMatch(shape -> isHidden(network, shape))) {
            throw new DL4JInvalidConfigException("There is no sparse hidden layer whose neurons could be pruned among "
                    + weights.stream().map(WeightShape::name).toList()
                    + ". It takes dense or convolutional layers that are given a sparsity.");
        }
    }

    /** Finds the hidden weights, and for each the one that its neurons feed, if that is sparse too. */
    @Override
    public void attached(NetworkView network, List<SparseWeight> weights) {
        List<SparseWeight> hidden = weights.stream()
                .filter(weight -> isHidden(network, weight.shape()))
                .toList();
        next = NextWeights.of(network, hidden, weights);
        hidden.forEach(weight -> next.putIfAbsent(weight.name(), ""));
    }

    /** A recurrent layer's columns are gates, and no neurons. */
    private static boolean isHidden(NetworkView network, WeightShape shape) {
        return shape.outputAxes().size() == 1
                && WeightLayout.of(network.layers().get(shape.layer()).conf().getLayer())
                                .size()
                        == 1
                && !network.isOutput(shape.layer());
    }

    @Override
    public void updateDue(TrainingMoment now) {
        moment = now;
    }

    @Override
    public void beforeUpdate(NetworkUpdate update) {
        int epoch = moment.epoch();
        if (epoch > settings.after() && epoch % settings.every() == 0 && epoch != prunedAt) {
            close(update);
            prunedAt = epoch;
        }
        for (WeightDraft draft : update.weights()) {
            Mask places = closed.get(draft.weight().name());
            if (places != null) {
                long[] gone = LongStream.of(draft.active().toArray())
                        .filter(places::contains)
                        .toArray();
                if (gone.length > 0) {
                    draft.drop(gone);
                }
            }
        }
    }

    /** Chooses for all weights before it closes any place, since a score may not be finite. */
    private void close(NetworkUpdate update) {
        Map<String, WeightShape> shapes = new LinkedHashMap<>();
        Map<String, BitSet> weak = new LinkedHashMap<>();
        for (WeightDraft draft : update.weights()) {
            SparseWeight weight = draft.weight();
            shapes.put(weight.name(), weight.shape());
            if (next.containsKey(weight.name())) {
                weak.put(weight.name(), weakOf(weight));
            }
        }
        weak.forEach((name, neurons) -> {
            close(shapes.get(name), neurons, true);
            WeightShape fed = shapes.get(next.get(name));
            if (settings.outgoing() && fed != null) {
                close(fed, neurons, false);
            }
        });
    }

    private BitSet weakOf(SparseWeight weight) {
        WeightShape shape = weight.shape();
        double[] importances = new double[Math.toIntExact(shape.outputs())];
        BitSet alive = new BitSet();
        weight.forEachActive((position, value) -> {
            if (!Double.isFinite(value)) {
                throw new NonFiniteScoreException(position, value);
            }
            int neuron = shape.outputUnit(position);
            importances[neuron] += Math.abs(value);
            alive.set(neuron);
        });
        return WeakNeurons.of(importances, alive, settings.percentile());
    }

    private void close(WeightShape shape, BitSet units, boolean outputs) {
        long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
        long[] places = LongStream.range(0, shape.size())
                .filter(p -> units.get(outputs ? shape.outputUnit(p) : shape.inputUnit(p)))
                .toArray();
        closed.merge(shape.name(), Mask.ofActive(dims, places), Mask::or);
    }

    @Override
    public PositionSet closed(SparseWeight weight, PositionSet active) {
        Mask places = closed.get(weight.name());
        if (places == null) {
            return active;
        }
        return active instanceof Mask mask
                ? mask.or(places)
                : active.plus(LongStream.of(places.toArray())
                        .filter(p -> !active.contains(p))
                        .toArray());
    }

    @Override
    public void writeState(DataOutput out) throws IOException {
        out.writeInt(prunedAt);
        out.writeInt(closed.size());
        for (Map.Entry<String, Mask> entry : closed.entrySet()) {
            out.writeUTF(entry.getKey());
            entry.getValue().writeTo(out);
        }
    }

    @Override
    public void readState(DataInput in) throws IOException {
        prunedAt = in.readInt();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            closed.put(in.readUTF(), Mask.readFrom(in));
        }
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
