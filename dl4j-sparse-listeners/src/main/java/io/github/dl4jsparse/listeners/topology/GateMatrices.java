package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.SortedPositions;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at each gate's columns of a recurrent cell's two arrays as a matrix of its own: a criterion drops in each of
 * them, and each grows as many connections at random as it has dropped. Arrays of other layers are one matrix.
 */
final class GateMatrices implements DropCriterion, GrowthCriterion {

    private final DropCriterion inner;
    private final Map<String, Integer> gates = new HashMap<>();

    GateMatrices(DropCriterion inner) {
        this.inner = inner;
    }

    @Override
    public void check(NetworkView view, List<WeightShape> weights) {
        OneNetwork.check(this, !gates.isEmpty());
    }

    @Override
    public void attached(NetworkView network, List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            long units = hiddenUnits(network, weights, weight.shape());
            gates.put(
                    weight.name(),
                    units == 0 ? 1 : Math.toIntExact(weight.shape().outputs() / units));
        }
    }

    /** The recurrent array has a row for each of them; 0 where there is none. */
    private static long hiddenUnits(NetworkView network, List<SparseWeight> weights, WeightShape shape) {
        String parameter = shape.parameter();
        String recurrent = parameter.contains("RW") ? parameter : parameter.replace("W", "RW");
        for (SparseWeight weight : weights) {
            if (weight.shape().layer().equals(shape.layer())
                    && weight.shape().parameter().equals(recurrent)) {
                return weight.shape().inputs();
            }
        }
        INDArray dense = network.layers().get(shape.layer()).paramTable().get(recurrent);
        return dense == null ? 0 : dense.size(0);
    }

    @Override
    public long[] select(LayerUpdate update) {
        long[] all = {};
        for (long[] members : byGate(update.weight().shape(), update.active())) {
            long places = update.weight().shape().size() / gates(update.weight().shape());
            long limit = Math.max(0, Math.min(members.length - 1, places - members.length));
            if (limit > 0) {
                LayerUpdate gate = new LayerUpdate(
                        update.weight(),
                        SortedPositions.of(update.active().universe(), members),
                        update.number(),
                        update.fraction(),
                        update.rounding(),
                        limit,
                        update.seed());
                all = Sorted.union(all, inner.select(gate));
            }
        }
        return all;
    }

    @Override
    public long[] select(LayerUpdate update, PositionSet kept, long count) {
        WeightShape shape = update.weight().shape();
        if (gates(shape) == 1) {
            return kept.sampleOthers(Math.toIntExact(count), update.random("grow"));
        }
        long[] gone = LongStream.of(update.active().toArray())
                .filter(position -> !kept.contains(position))
                .toArray();
        if (gone.length != count) {
            gone = select(update);
        }
        if (gone.length != count) {
            return kept.sampleOthers(Math.toIntExact(count), update.random("grow"));
        }
        List<long[]> dropped = byGate(shape, SortedPositions.of(shape.size(), gone));
        List<long[]> taken = byGate(shape, kept);
        long columns = shape.outputs() / gates(shape);
        RandomStream random = update.random("grow");
        long[] grown = {};
        for (int gate = 0; gate < taken.size(); gate++) {
            long first = gate * columns;
            long[] local = taken.get(gate).clone();
            for (int i = 0; i < local.length; i++) {
                local[i] = local[i] / shape.outputs() * columns + local[i] % shape.outputs() - first;
            }
            long[] drawn =
                    SortedPositions.of(shape.inputs() * columns, local).sampleOthers(dropped.get(gate).length, random);
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = drawn[i] / columns * shape.outputs() + drawn[i] % columns + first;
            }
            grown = Sorted.union(grown, drawn);
        }
        return grown;
    }

    private int gates(WeightShape shape) {
        return gates.getOrDefault(shape.name(), 1);
    }

    /** The positions in each gate's columns, ascending; arrays of one matrix may have any axes. */
    private List<long[]> byGate(WeightShape shape, PositionSet positions) {
        int count = gates(shape);
        if (count == 1) {
            return List.of(positions.toArray());
        }
        long columns = shape.outputs() / count;
        List<LongList> lists = new ArrayList<>();
        for (int gate = 0; gate < count; gate++) {
            lists.add(new LongList());
        }
        positions.forEach(position ->
                lists.get((int) (position % shape.outputs() / columns)).add(position));
        return lists.stream().map(LongList::sorted).toList();
    }

    @Override
    public String toString() {
        return inner + " of each gate";
    }
}
