package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.Rewiring;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.SortedPositions;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weight of a truly sparse layer: values and indices of its connections, nothing else.
 *
 * <p>What is inactive has no storage, so there is nothing to zero. The number of connections stays as the layer's
 * configuration says. Memory of a change of topology: a copy of the indices and of one value or optimiser slot at a time;
 * the dense gradient passes by in blocks.
 */
public final class CompressedWeight implements SparseWeight {

    private final NetworkView network;
    private final CompressedMatrix matrix;
    private final WeightShape shape;
    private final long start;
    private CompressedPattern pattern;
    private SortedPositions active;

    /** Opens the weight; refuses an updater whose state is not known. */
    CompressedWeight(NetworkView network, String name, CompressedMatrix matrix) {
        this.network = network;
        this.matrix = matrix;
        this.shape = matrix.shape(name);
        INDArray values = matrix.values();
        WeightShape flat = WeightShape.dense(name, values.size(0), values.size(1));
        this.start = new ArraySite(flat, values, network.params()).start();
        slots();
    }

    private OptimizerSlots slots() {
        return OptimizerSlots.of(network, start, start + matrix.pattern().connections(), shape.layer());
    }

    @Override
    public WeightShape shape() {
        return shape;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the matrix hands out the same pattern until it changes
    public PositionSet active() {
        CompressedPattern now = matrix.pattern();
        if (pattern != now) {
            active = SortedPositions.of(shape.size(), now.positions());
            pattern = now;
        }
        return active;
    }

    @Override
    public boolean resizable() {
        return false;
    }

    /** Visits in the order of storage: output unit after output unit, inputs ascending. */
    @Override
    public void forEachActive(PositionVisitor visitor) {
        FlatArray params = FlatArray.of(network.params());
        forEachIndex((index, position) -> visitor.visit(position, params.get(start + index)));
    }

    @Override
    public void assign(LongToDoubleFunction values) {
        FlatArray params = FlatArray.of(network.params());
        forEachIndex((index, position) -> params.set(start + index, values.applyAsDouble(position)));
    }

    private interface IndexVisitor {
        void visit(int index, long position);
    }

    private void forEachIndex(IndexVisitor visitor) {
        forEachIndex(matrix.pattern(), visitor);
    }

    private static void forEachIndex(CompressedPattern connections, IndexVisitor visitor) {
        long nOut = connections.nOut();
        for (int unit = 0; unit < nOut; unit++) {
            for (int index = connections.start(unit); index < connections.start(unit + 1); index++) {
                visitor.visit(index, connections.input(index) * nOut + unit);
            }
        }
    }

    @Override
    public void requestGradient() {
        matrix.requestGradient();
    }

    @Override
    public void forEachGradient(PositionSet except, PositionVisitor visitor) {
        long[] left = except.toArray();
        int[] next = {0};
        matrix.forEachGradient((position, value) -> {
            if (next[0] < left.length && left[next[0]] == position) {
                next[0]++;
            } else {
                visitor.visit(position, value);
            }
        });
    }

    @Override
    public void releaseGradient() {
        matrix.releaseGradient();
    }

    /** Nothing to do: what is inactive has no gradient. */
    @Override
    public void afterGradient() {}

    /** Nothing to do: what is inactive has no value. */
    @Override
    public void afterStep() {}

    @Override
    public void rewire(long[] drop, long[] grow, double[] values) {
        if (values.length != grow.length) {
            throw new IllegalArgumentException("There must be a value for each of the (" + grow.length
                    + ") positions, not (" + values.length + ").");
        }
        CompressedPattern old = matrix.pattern();
        Rewiring rewiring = old.rewire(drop, grow);
        if (rewiring.pattern().connections() != old.connections()) {
            throw new IllegalArgumentException(
                    "The truly sparse weight (" + name() + ") has (" + old.connections()
                            + ") connections and would have ("
                            + rewiring.pattern().connections()
                            + "): their number cannot change. Maybe masked storage, for a method that prunes or redistributes?");
        }
        OptimizerSlots slots = slots();
        moveValues(rewiring, grow, values);
        moveSlots(rewiring, slots);
        matrix.rewire(rewiring.pattern());
    }

    private void moveValues(Rewiring rewiring, long[] grow, double[] values) {
        FlatArray params = FlatArray.of(network.params());
        FlatArray old = params.copy(start, rewiring.pattern().connections());
        forEachIndex(rewiring.pattern(), (index, position) -> {
            int source = rewiring.source(index);
            double value = source >= 0 ? old.get(source) : values[Arrays.binarySearch(grow, position)];
            params.set(start + index, value);
        });
    }

    private void moveSlots(Rewiring rewiring, OptimizerSlots slots) {
        int connections = rewiring.pattern().connections();
        double[] old = new double[slots.count(start) == 0 ? 0 : connections];
        for (int slot = 0; slot < slots.count(start); slot++) {
            for (int index = 0; index < connections; index++) {
                old[index] = slots.get(start + index, slot);
            }
            for (int index = 0; index < connections; index++) {
                int source = rewiring.source(index);
                if (source >= 0) {
                    slots.set(start + index, slot, old[source]);
                }
            }
        }
        for (int index = 0; index < connections; index++) {
            if (rewiring.source(index) < 0) {
                slots.renew(start + index);
            }
        }
    }
}
