package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import io.github.dl4jsparse.layers.mask.Mask;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that has lost units, its own or those of the layer before.
 *
 * @param layer the old one, and what is left of it
 * @param target the new one
 */
record CompactedLayer(UnitLayer layer, Part target) {

    static boolean isSmaller(UnitLayer layer) {
        return layer.inputs().cardinality() < layer.nIn() || layer.units().cardinality() < layer.nOut();
    }

    static Layer configuration(UnitLayer layer) {
        Layer old = layer.part().conf();
        FeedForwardLayer smaller = (FeedForwardLayer)
                (layer.pattern() == null
                        ? old.clone()
                        : layer.kind().toSparse(layer.kind().toDense(old), List.of(layer.connections())));
        smaller.setNIn(layer.inputs().cardinality());
        smaller.setNOut(layer.units().cardinality());
        return smaller;
    }

    /** The places of what is left. */
    static Mask mask(UnitLayer layer) {
        int[] inputs = numbers(layer.inputs(), layer.nIn());
        int[] units = numbers(layer.units(), layer.nOut());
        int columns = layer.units().cardinality();
        long[] places = new long[Math.toIntExact(layer.connections())];
        int[] next = {0};
        layer.forEach((input, unit, value) -> places[next[0]++] = (long) inputs[input] * columns + units[unit]);
        return Mask.ofActive(new long[] {layer.inputs().cardinality(), columns}, places);
    }

    /** The new number of each old one that is left. */
    private static int[] numbers(BitSet left, int all) {
        int[] numbers = new int[all];
        int next = 0;
        for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
            numbers[i] = next++;
        }
        return numbers;
    }

    /** Brings values and updater state to the new layer. */
    void fill(TrainedNumbers from, TrainedNumbers to) {
        Map<String, Long> source = layer.part().starts();
        Map<String, Long> goal = target.starts();
        if (layer.pattern() == null) {
            move(from.places(source.get("W")), to.places(goal.get("W")), layer.inputs(), layer.nIn());
        } else {
            moveConnections(
                    from.places(source.get(MatrixKeys.ONE_MATRIX.values())),
                    to.places(goal.get(MatrixKeys.ONE_MATRIX.values())));
        }
        if (layer.biases() != null) {
            BitSet one = new BitSet();
            one.set(0);
            move(from.places(source.get("b")), to.places(goal.get("b")), one, 1);
            INDArray bias = target.param("b");
            int next = 0;
            for (int unit = layer.units().nextSetBit(0);
                    unit >= 0;
                    unit = layer.units().nextSetBit(unit + 1)) {
                bias.putScalar(next++, layer.biases()[unit]);
            }
        }
    }

    /** Unit after unit, as DL4J's arrays lie in memory. */
    private void move(List<Place> from, List<Place> to, BitSet rows, int rowCount) {
        for (int p = 0; p < to.size(); p++) {
            long at = to.get(p).at();
            for (int unit = layer.units().nextSetBit(0);
                    unit >= 0;
                    unit = layer.units().nextSetBit(unit + 1)) {
                for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
                    to.get(p)
                            .numbers()
                            .set(at++, from.get(p).numbers().get(from.get(p).at() + (long) unit * rowCount + row));
                }
            }
        }
    }

    private void moveConnections(List<Place> from, List<Place> to) {
        CompressedPattern old = layer.pattern();
        int[] newInput = numbers(layer.inputs(), layer.nIn());
        int[] fanIn = new int[layer.units().cardinality()];
        int[] inputs = new int[Math.toIntExact(layer.connections())];
        int next = 0;
        int newUnit = 0;
        for (int unit = layer.units().nextSetBit(0);
                unit >= 0;
                unit = layer.units().nextSetBit(unit + 1)) {
            for (int index = old.start(unit); index < old.start(unit + 1); index++) {
                if (layer.inputs().get(old.input(index))) {
                    for (int p = 0; p < to.size(); p++) {
                        to.get(p)
                                .numbers()
                                .set(
                                        to.get(p).at() + next,
                                        from.get(p).numbers().get(from.get(p).at() + index));
                    }
                    inputs[next++] = newInput[old.input(index)];
                    fanIn[newUnit]++;
                }
            }
            newUnit++;
        }
        CompressedPattern pattern = CompressedPattern.ofFanIn(layer.inputs().cardinality(), fanIn, inputs);
        PatternStore.write(pattern, target.param(MatrixKeys.ONE_MATRIX.pattern()));
    }

    static LayerSaving saving(UnitLayer layer, Part copy, DeadUnits pair) {
        long units = layer.units().cardinality();
        long inputs = layer.inputs().cardinality();
        boolean sparse = layer.pattern() != null;
        long before = sparse ? layer.pattern().connections() : (long) layer.nIn() * layer.nOut();
        long after = sparse ? layer.connections() : inputs * units;
        boolean biased = layer.biases() != null;
        String note = pair == null
                ? "Its units stay: they are outputs, or read by something else than one fully connected layer."
                : pair.stuck().isEmpty()
                        ? ""
                        : "Units that give a constant stay, since the next layer has no biases to take it up: ("
                                + pair.stuck().cardinality() + ").";
        return new LayerSaving(
                copy.name(),
                layer.nOut(),
                units,
                before + (biased ? layer.nOut() : 0),
                after + (biased ? units : 0),
                before,
                after,
                note);
    }
}
