package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The products of one sparse fully connected layer, from and to ND4J arrays, with the heap memory they need.
 *
 * <p>A training step is {@link #load}, {@link #forward}, {@link #preActivation}, {@link #backward}, {@link
 * #inputGradient}, in this order: input and pre-activation of the step stay on the heap in between, and the gradients
 * take their place one after the other. Inference is {@link #load} and {@link #infer}. The memory, {@code (nIn + nOut) *
 * batch} numbers and two or three for each connection, is kept from step to step. One thread at a time.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
public final class SparseProduct<V> {

    /** Examples of one block of inference: enough for full vectors, little enough for the cache. */
    private static final int INFERENCE_BATCH = 128;

    private final Arithmetic<V> arithmetic;
    private final FeatureTransfer<V> transfer;
    private CompressedPattern pattern;
    private V w;
    private V dw;
    private V bias;
    private V db;
    private boolean biased;
    private V[] in;
    private V[] out;
    private int capacity;
    private int batch;

    private SparseProduct(Arithmetic<V> arithmetic) {
        this.arithmetic = arithmetic;
        this.transfer = new FeatureTransfer<>(arithmetic);
    }

    /**
     * The products in the precision of a network.
     *
     * @param type FLOAT or DOUBLE
     * @return products without a pattern yet
     * @throws IllegalArgumentException if the type is another
     */
    public static SparseProduct<?> of(DataType type) {
        return switch (type) {
            case FLOAT -> new SparseProduct<>(new SinglePrecision());
            case DOUBLE -> new SparseProduct<>(new DoublePrecision());
            default -> throw new IllegalArgumentException("The data type (" + type + ") must be FLOAT or DOUBLE.");
        };
    }

    /**
     * Sets the connections.
     *
     * @param connections the pattern of all that follows
     */
    public void pattern(CompressedPattern connections) {
        if (pattern == null || pattern.nIn() != connections.nIn() || pattern.nOut() != connections.nOut()) {
            capacity = 0;
            bias = arithmetic.vector(connections.nOut());
            db = null;
        }
        if (pattern == null || pattern.connections() != connections.connections()) {
            w = arithmetic.vector(connections.connections());
            dw = null;
        }
        pattern = connections;
    }

    /**
     * The connections.
     *
     * @return the pattern, or null if none was set
     */
    public CompressedPattern pattern() {
        return pattern;
    }

    /**
     * Copies the parameters to the heap.
     *
     * @param values in: one for each connection, contiguous
     * @param biases in: one for each output unit, contiguous; null for none
     */
    public void load(INDArray values, INDArray biases) {
        arithmetic.read(values, w);
        biased = biases != null;
        if (biased) {
            arithmetic.read(biases, bias);
        }
    }

    /**
     * Pre-activation without memory of it: blocks of examples pass through a buffer.
     *
     * @param x in: {@code [batch, nIn]}, any strides
     * @param z out: {@code [batch, nOut]} in 'f' order
     */
    public void infer(INDArray x, INDArray z) {
        long examples = x.size(0);
        for (long first = 0; first < examples; first += INFERENCE_BATCH) {
            long end = Math.min(examples, first + INFERENCE_BATCH);
            boolean whole = end - first == examples;
            forward(whole ? x : x.get(NDArrayIndex.interval(first, end), NDArrayIndex.all()));
            transfer.write(out, whole ? z : z.get(NDArrayIndex.interval(first, end), NDArrayIndex.all()));
        }
    }

    /**
     * Pre-activation of a training step, kept on the heap together with its input.
     *
     * @param x in: {@code [batch, nIn]}, any strides
     */
    public void forward(INDArray x) {
        batch = Math.toIntExact(x.size(0));
        if (batch > capacity) {
            capacity = batch;
            in = arithmetic.matrix(pattern.nIn(), capacity);
            out = arithmetic.matrix(pattern.nOut(), capacity);
        }
        transfer.read(x, in);
        arithmetic.forward(pattern, w, biased ? bias : null, in, out, batch);
    }

    /**
     * Copies the pre-activation of the last {@link #forward}.
     *
     * @param z out: {@code [batch, nOut]} in 'f' order
     */
    public void preActivation(INDArray z) {
        transfer.write(out, z);
    }

    /**
     * Gradients of the parameters, sums over the examples. The pre-activation is gone afterwards.
     *
     * @param dz in: gradient of the pre-activation, {@code [batch, nOut]}, any strides
     * @param values out: one for each connection, contiguous
     * @param biases out: one for each output unit, contiguous; null for none
     */
    public void backward(INDArray dz, INDArray values, INDArray biases) {
        transfer.read(dz, out);
        dw = dw == null ? arithmetic.vector(pattern.connections()) : dw;
        arithmetic.weightGradient(pattern, in, out, dw, batch);
        arithmetic.write(dw, values);
        if (biases != null) {
            db = db == null ? arithmetic.vector(pattern.nOut()) : db;
            arithmetic.sum(out, db, batch);
            arithmetic.write(db, biases);
        }
    }

    /**
     * Gradient of the input, after {@link #backward}. The input is gone afterwards.
     *
     * @param dx out: {@code [batch, nIn]} in 'f' order
     */
    public void inputGradient(INDArray dx) {
        arithmetic.inputGradient(pattern, w, out, in, batch);
        transfer.write(in, dx);
    }
}
