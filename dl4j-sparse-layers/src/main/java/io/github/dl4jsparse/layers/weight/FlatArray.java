package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.kernel.Rewiring;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Direct access to the single numbers of a flat vector: a network's parameters, gradients or updater state. Floats and
 * doubles of the native CPU back-end are read and written in place; everything else goes through the data buffer, which
 * knows how to keep a device's memory in step.
 */
public final class FlatArray {

    private static final int CHUNK = 1 << 13;

    private final FloatIndexer floats;
    private final DoubleIndexer doubles;
    private final DataBuffer buffer;
    private final long offset;
    private final long length;

    private FlatArray(Indexer indexer, DataBuffer buffer, long offset, long length) {
        this.floats = indexer instanceof FloatIndexer f ? f : null;
        this.doubles = indexer instanceof DoubleIndexer d ? d : null;
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
    }

    /**
     * The numbers of a flat vector, shared with it.
     *
     * @param vector a whole flat vector, not a part of one
     * @return access to its numbers
     */
    public static FlatArray of(INDArray vector) {
        boolean host = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
        Indexer indexer = host ? vector.data().indexer() : null;
        return new FlatArray(indexer, vector.data(), vector.offset(), vector.length());
    }

    long length() {
        return length;
    }

    /**
     * Reads a number.
     *
     * @param i its index in the vector
     * @return its value, in any precision exactly
     */
    public double get(long i) {
        if (floats != null) {
            return floats.get(offset + i);
        }
        return doubles != null ? doubles.get(offset + i) : buffer.getDouble(offset + i);
    }

    /**
     * Writes a number.
     *
     * @param i its index in the vector
     * @param value rounded to the vector's precision
     */
    public void set(long i, double value) {
        if (floats != null) {
            floats.put(offset + i, (float) value);
        } else if (doubles != null) {
            doubles.put(offset + i, value);
        } else {
            buffer.put(offset + i, value);
        }
    }

    void zero(long from, long to) {
        for (long i = from; i < to; i++) {
            set(i, 0);
        }
    }

    /**
     * Copies a part of the vector.
     *
     * @param from where the part begins
     * @param to out: begins with the numbers of the part
     * @param count the length of the part
     */
    void read(long from, double[] to, int count) {
        if (floats != null) {
            float[] part = new float[count];
            floats.get(offset + from, part, 0, count);
            for (int i = 0; i < count; i++) {
                to[i] = part[i];
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            to[i] = get(from + i);
        }
    }

    /**
     * Moves the numbers of a range along with connections; memory for a copy of the range.
     *
     * @param from where the numbers of the old pattern begin, and then those of the new one
     * @param rewiring the change, which keeps the number of connections
     * @param fresh the number of the new connection that is the i-th of the grown positions
     */
    void carry(long from, Rewiring rewiring, IntToDoubleFunction fresh) {
        int count = rewiring.pattern().connections();
        if (floats != null) {
            carryFloats(offset + from, count, rewiring, fresh);
            return;
        }
        FlatArray old = copy(from, count);
        for (int index = 0; index < count; index++) {
            int source = rewiring.source(index);
            set(from + index, source >= 0 ? old.get(source) : fresh.applyAsDouble(rewiring.growth(index)));
        }
    }

    /** As above; a network of hundreds of millions of numbers has no time to ask for each which precision it has. */
    private void carryFloats(long at, int count, Rewiring rewiring, IntToDoubleFunction fresh) {
        float[] old = new float[count];
        floats.get(at, old, 0, count);
        float[] moved = new float[Math.min(CHUNK, count)];
        for (int first = 0; first < count; first += CHUNK) {
            int some = Math.min(CHUNK, count - first);
            for (int k = 0; k < some; k++) {
                int source = rewiring.source(first + k);
                moved[k] = source >= 0 ? old[source] : (float) fresh.applyAsDouble(rewiring.growth(first + k));
            }
            floats.put(at + first, moved, 0, some);
        }
    }

    /** A copy of a range on the heap, in the precision of the vector; index 0 is {@code from}. */
    FlatArray copy(long from, int count) {
        if (floats != null) {
            float[] heap = new float[count];
            floats.get(offset + from, heap, 0, count);
            return new FlatArray(FloatIndexer.create(heap), null, 0, count);
        }
        double[] heap = new double[count];
        for (int i = 0; i < count; i++) {
            heap[i] = get(from + i);
        }
        return new FlatArray(DoubleIndexer.create(heap), null, 0, count);
    }
}
