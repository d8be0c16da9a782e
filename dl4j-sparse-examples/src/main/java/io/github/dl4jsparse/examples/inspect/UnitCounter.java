package io.github.dl4jsparse.examples.inspect;

import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.BitSet;

/** Counts the connections of one array, and the units that have any. */
final class UnitCounter {

    private final WeightShape shape;
    private final BitSet inputs = new BitSet();
    private final BitSet outputs = new BitSet();
    private long connections;

    UnitCounter(WeightShape shape) {
        this.shape = shape;
    }

    /** Counts the connection at a position, a linear index in C order. */
    void add(long position) {
        connections++;
        inputs.set(shape.inputUnit(position));
        outputs.set(shape.outputUnit(position));
    }

    WeightReport report(WeightStorage storage) {
        return new WeightReport(
                shape,
                storage,
                connections,
                shape.inputs() - inputs.cardinality(),
                shape.outputs() - outputs.cardinality());
    }
}
