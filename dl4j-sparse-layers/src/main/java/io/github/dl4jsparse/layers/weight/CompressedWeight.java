package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.Rewiring;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.PrimitiveIterator;
import java.util.function.LongToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weight of a truly sparse layer: values and indices of its connections, nothing else.
 *
 * <p>What is inactive has no storage, so there is nothing to zero. The number of connections stays as the layer's
 * configuration says. Memory of a change of topology: the new indices, where each connection comes from, and a copy of the
 * values or of one optimiser slot at a time, 12 bytes for each connection of this weight; the dense gradient passes by in
 * blocks.
 */
public final class CompressedWeight implements SparseWeight {

    /** Values that are read at once. */
    private static final int CHUNK = 1 << 12;

    private final NetworkView network;
    private final CompressedMatrix matrix;
    private final WeightShape shape;
    private final long start;

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
        return OptimizerSlots.of(network, start, start + matrix.values().length(), shape.layer());
    }

    @Override
    public WeightShape shape() {
        return shape;
    }

    @Override
    public PositionSet active() {
        return matrix.pattern().positionSet();
    }

    @Override
    public boolean resizable() {
        return false;
    }

    /** Visits in the order of storage: output unit after output unit, inputs ascending. */
    @Override
    public void forEachActive(PositionVisitor visitor) {
        CompressedPattern connections = matrix.pattern();
        FlatArray params = FlatArray.of(network.params());
        double[] values = new double[CHUNK];
        long nOut = connections.nOut();
        for (int unit = 0; unit < nOut; unit++) {
            int end = connections.start(unit + 1);
            for (int index = connections.start(unit); index < end; index++) {
                int k = index % CHUNK;
                if (k == 0) {
                    params.read(start + index, values, Math.min(CHUNK, connections.connections() - index));
                }
                visitor.visit(connections.input(index) * nOut + unit, values[k]);
            }
        }
    }

    @Override
    public void assign(LongToDoubleFunction values) {
        CompressedPattern connections = matrix.pattern();
        FlatArray params = FlatArray.of(network.params());
        long nOut = connections.nOut();
        for (int unit = 0; unit < nOut; unit++) {
            int end = connections.start(unit + 1);
            for (int index = connections.start(unit); index < end; index++) {
                params.set(start + index, values.applyAsDouble(connections.input(index) * nOut + unit));
            }
        }
    }

    @Override
    public void requestGradient() {
        matrix.requestGradient();
    }

    @Override
    public void forEachGradient(PositionSet except, PositionVisitor visitor) {
        PrimitiveIterator.OfLong left = except.iterator();
        long[] next = {nextOf(left)};
        matrix.forEachGradient((position, value) -> {
            if (position == next[0]) {
                next[0] = nextOf(left);
            } else {
                visitor.visit(position, value);
            }
        });
    }

    private static long nextOf(PrimitiveIterator.OfLong positions) {
        return positions.hasNext() ? positions.nextLong() : -1;
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
        FlatArray.of(network.params()).carry(start, rewiring, growth -> values[growth]);
        slots.carry(start, rewiring);
        matrix.rewire(rewiring.pattern());
    }
}
