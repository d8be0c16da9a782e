package io.github.dl4jsparse.layers.kernel;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A flat vector read and written block by block as {@code double[]}, whatever its precision. On the native CPU back-end a
 * block costs about what copying memory costs; on others each number goes through the data buffer, which keeps a device's
 * memory in step.
 *
 * <p>One thread at a time.
 */
public final class NumberBlocks {

    /** The numbers of one block: few enough that several blocks stay in a core's nearest cache. */
    public static final int SIZE = 1 << 10;

    private final INDArray vector;
    private final FloatPointer floats;
    private final IntPointer bits;
    private final DoublePointer doubles;
    private final BytePointer bytes;
    private final DataBuffer buffer;
    private final float[] chunk;

    private NumberBlocks(INDArray vector, Pointer memory) {
        this.vector = vector;
        this.floats = memory != null && vector.dataType() == DataType.FLOAT ? new FloatPointer(memory) : null;
        this.bits = floats == null ? null : new IntPointer(memory);
        this.doubles = memory != null && vector.dataType() == DataType.DOUBLE ? new DoublePointer(memory) : null;
        this.bytes = memory == null ? null : new BytePointer(memory); // which memcpy and memset count in
        this.buffer = memory == null ? vector.data() : null;
        this.chunk = floats == null ? null : new float[SIZE];
    }

    /**
     * The blocks of a vector, shared with it.
     *
     * @param vector FLOAT or DOUBLE, contiguous; its memory must not belong to a workspace
     * @return its blocks
     * @throws IllegalArgumentException if type or strides do not fit
     */
    public static NumberBlocks of(INDArray vector) {
        if (vector.dataType() != DataType.FLOAT && vector.dataType() != DataType.DOUBLE) {
            throw new IllegalArgumentException(
                    "The type (" + vector.dataType() + ") of the array must be FLOAT or DOUBLE.");
        }
        HostMemory.checkContiguous(vector);
        boolean host = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
        return new NumberBlocks(vector, host ? vector.data().addressPointer() : null);
    }

    /**
     * The number of numbers.
     *
     * @return the vector's length
     */
    public long length() {
        return vector.length();
    }

    /**
     * Copies a block to the heap.
     *
     * @param at index of its first number
     * @param to out: begins at 0
     * @param count at most {@link #SIZE}
     */
    public void read(long at, double[] to, int count) {
        if (floats != null) {
            floats.position(at).get(chunk, 0, count);
            for (int k = 0; k < count; k++) {
                to[k] = chunk[k];
            }
        } else if (doubles != null) {
            doubles.position(at).get(to, 0, count);
        } else {
            for (int k = 0; k < count; k++) {
                to[k] = buffer.getDouble(vector.offset() + at + k);
            }
        }
    }

    /**
     * Copies a block from the heap, rounded to the vector's precision.
     *
     * @param from in: begins at 0
     * @param at index of the block's first number
     * @param count at most {@link #SIZE}
     */
    public void write(double[] from, long at, int count) {
        if (floats != null) {
            for (int k = 0; k < count; k++) {
                chunk[k] = (float) from[k];
            }
            floats.position(at).put(chunk, 0, count);
        } else if (doubles != null) {
            doubles.position(at).put(from, 0, count);
        } else {
            for (int k = 0; k < count; k++) {
                buffer.put(vector.offset() + at + k, from[k]);
            }
        }
    }

    /**
     * Whether the numbers are single-precision ones in the host's memory, so that there are bits for {@link #readBits}.
     *
     * @return true if they are
     */
    public boolean hasBits() {
        return bits != null;
    }

    /**
     * Copies the bits of a block to the heap, where {@link #hasBits}: integers, which the JIT compiler masks by vectors.
     *
     * @param at index of its first number
     * @param to out: begins at 0
     * @param count how many
     */
    public void readBits(long at, int[] to, int count) {
        bits.position(at).get(to, 0, count);
    }

    /**
     * Copies the bits of a block from the heap, where {@link #hasBits}.
     *
     * @param from in: begins at 0
     * @param at index of the block's first number
     * @param count how many
     */
    public void writeBits(int[] from, long at, int count) {
        bits.position(at).put(from, 0, count);
    }

    /**
     * Copies a block to the heap as it is, where {@link #hasBits}: for what is exact, or rounded once, in single precision too.
     *
     * @param at index of its first number
     * @param to out: begins at 0
     * @param count how many
     */
    public void readFloats(long at, float[] to, int count) {
        floats.position(at).get(to, 0, count);
    }

    /**
     * Copies a block of single precision from the heap, where {@link #hasBits}.
     *
     * @param from in: begins at 0
     * @param at index of the block's first number
     * @param count how many
     */
    public void writeFloats(float[] from, long at, int count) {
        floats.position(at).put(from, 0, count);
    }

    /**
     * Copies numbers to another vector of the same precision.
     *
     * @param at index of the first number here
     * @param to the other vector
     * @param toAt index of the first number there
     * @param count how many
     */
    public void copy(long at, NumberBlocks to, long toAt, long count) {
        if (bytes != null && to.bytes != null && vector.dataType() == to.vector.dataType()) {
            int width = vector.dataType().width();
            Pointer.memcpy(to.bytes.position(toAt * width), bytes.position(at * width), count * width);
        } else {
            double[] block = new double[SIZE];
            for (long done = 0; done < count; done += SIZE) {
                int size = (int) Math.min(SIZE, count - done);
                read(at + done, block, size);
                to.write(block, toAt + done, size);
            }
        }
    }

    /**
     * Makes numbers +0.
     *
     * @param at index of the first
     * @param count how many
     */
    public void clear(long at, long count) {
        if (bytes != null) {
            int width = vector.dataType().width();
            Pointer.memset(bytes.position(at * width), 0, count * width);
        } else {
            for (long k = at; k < at + count; k++) {
                buffer.put(vector.offset() + k, 0.0);
            }
        }
    }
}
