package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/** Where a weight array lies in its network's flat vectors, and the way from a position to its index there. */
public final class ArraySite {

    private final WeightShape shape;
    private final long start;
    private final long[] dims;
    private final long[] strides;
    private final boolean identity;

    ArraySite(WeightShape shape, INDArray array, INDArray params) {
        this.shape = shape;
        this.start = array.offset() - params.offset();
        this.dims = array.shape();
        this.strides = array.stride();
        this.identity = Arrays.equals(strides, contiguousStrides(dims));
        boolean contiguous = identity || Arrays.equals(strides, reverse(contiguousStrides(reverse(dims))));
        if (!contiguous || start < 0 || start + array.length() > params.length()) {
            throw new ND4JIllegalStateException("The parameter (" + shape.parameter() + ") of layer (" + shape.layer()
                    + ") is no view of the network's parameters. Maybe the layer keeps a copy of its own?");
        }
    }

    /** Strides of size-1 dimensions are as in C order too: the arrays come from reshaped views. */
    private static long[] contiguousStrides(long[] dims) {
        long[] strides = new long[dims.length];
        long stride = 1;
        for (int d = dims.length - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= dims[d];
        }
        return strides;
    }

    private static long[] reverse(long[] values) {
        long[] reversed = new long[values.length];
        Arrays.setAll(reversed, i -> values[values.length - 1 - i]);
        return reversed;
    }

    /**
     * The array's name, dimensions and axes.
     *
     * @return its shape
     */
    public WeightShape shape() {
        return shape;
    }

    long[] dims() {
        return dims.clone();
    }

    /**
     * The number of its positions.
     *
     * @return at least 1
     */
    public long size() {
        return shape.size();
    }

    /**
     * The array's first index in the flat vectors; it occupies {@code [start, start + size)} in some order.
     *
     * @return the index
     */
    public long start() {
        return start;
    }

    /**
     * The index of a position in the flat vectors.
     *
     * @param position a linear index in C order
     * @return its index, in {@code [start, start + size)}
     */
    public long index(long position) {
        return start + local(position);
    }

    /** The index of a position in memory, counted from {@link #start}. */
    long local(long position) {
        if (identity) {
            return position;
        }
        long rest = position;
        long local = 0;
        for (int d = dims.length - 1; d > 0; d--) {
            long quotient = rest / dims[d];
            local += (rest - quotient * dims[d]) * strides[d];
            rest = quotient;
        }
        return local + rest * strides[0];
    }
}
