package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of one sparse fully connected layer, from and to ND4J arrays, with the heap memory they need.
 *
 * <p>A training step is {@link #load}, {@link #forward}, {@link #output}, {@link #backward}, {@link #inputGradient}, in this
 * order: input and output of the step stay on the heap in between. Inference is {@link #load} and {@link #infer}. The memory,
 * {@code (nIn + 2 nOut) * batch} numbers and a few for each connection, is kept from step to step. One thread at a time;
 * {@link KernelThreads} share the work.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
public final class SparseProduct<V> {

    /** Examples of one block of inference: enough for full vectors, little enough for the cache. */
    private static final int INFERENCE_BATCH = 128;

    private final Arithmetic<V> arithmetic;
    private final FeatureTransfer<V> transfer;
    private final WorkShares<V> byUnit;
    private final WorkShares<V> byInput;
    private CompressedPattern pattern;
    private V w;
    private V dw;
    private V bias;
    private V db;
    private boolean biased;
    private Features<V> in;
    private Features<V> out;
    private Features<V> error;
    private int capacity;
    private int batch;
    private ElementwiseActivation activation;

    private SparseProduct(Arithmetic<V> arithmetic) {
        this.arithmetic = arithmetic;
        this.transfer = new FeatureTransfer<>(arithmetic);
        this.byUnit = new WorkShares<>(arithmetic);
        this.byInput = new WorkShares<>(arithmetic);
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
            case FLOAT -> new SparseProduct<>(KernelBackend.singlePrecision());
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
        byUnit.units(connections.columnStarts());
    }

    /**
     * Sets the activation that the products apply themselves.
     *
     * @param elementwise the activation, or null if they end with the pre-activation
     */
    public void activation(ElementwiseActivation elementwise) {
        activation = elementwise;
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
     * The activation that the products apply themselves.
     *
     * @return the activation, or null if they end with the pre-activation
     */
    public ElementwiseActivation activation() {
        return activation;
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
     * Output without memory of it: blocks of examples pass through a buffer.
     *
     * @param x in: {@code [batch, nIn]}, any strides
     * @param z out: {@code [batch, nOut]} in 'f' order; the activation if the products apply it, else the pre-activation
     */
    public void infer(INDArray x, INDArray z) {
        INDArray source = FeatureTransfer.readable(x);
        int examples = Math.toIntExact(x.size(0));
        for (int first = 0; first < examples; first += INFERENCE_BATCH) {
            forward(source, first, Math.min(INFERENCE_BATCH, examples - first));
            transfer.write(out, z, first, batch);
        }
    }

    /**
     * Output of a training step, kept on the heap together with its input.
     *
     * @param x in: {@code [batch, nIn]}, any strides
     */
    public void forward(INDArray x) {
        forward(x, 0, Math.toIntExact(x.size(0)));
    }

    private void forward(INDArray x, int first, int examples) {
        batch = examples;
        if (batch > capacity) {
            capacity = batch;
            in = arithmetic.matrix(pattern.nIn(), capacity);
            out = arithmetic.matrix(pattern.nOut(), capacity);
            error = null;
        }
        transfer.read(x, first, batch, in);
        byUnit.run(batch, share -> {
            arithmetic.forward(pattern, w, biased ? bias : null, in, out, batch, share.units());
            if (activation != null && !activation.isIdentity()) {
                arithmetic.activate(activation, out, batch, share.units());
            }
        });
    }

    /**
     * Copies the output of the last {@link #forward}: the activation if the products apply it, else the pre-activation.
     *
     * @param a out: {@code [batch, nOut]} in 'f' order
     */
    public void output(INDArray a) {
        transfer.write(out, a);
    }

    /**
     * Gradients of the parameters, sums over the examples.
     *
     * @param epsilon in: gradient of the output (of the activation if the products apply it, else of the
     *     pre-activation), {@code [batch, nOut]}, any strides
     * @param values out: one for each connection, contiguous
     * @param biases out: one for each output unit, contiguous; null for none
     */
    public void backward(INDArray epsilon, INDArray values, INDArray biases) {
        error = error == null ? arithmetic.matrix(pattern.nOut(), capacity) : error;
        transfer.read(epsilon, error);
        dw = dw == null ? arithmetic.vector(pattern.connections()) : dw;
        db = db == null ? arithmetic.vector(pattern.nOut()) : db;
        byUnit.run(batch, share -> {
            if (activation != null && !activation.isIdentity()) {
                arithmetic.differentiate(activation, out, error, batch, share.units());
            }
            arithmetic.weightGradient(pattern, in, error, dw, batch, share.units(), share.scratch());
            arithmetic.sum(error, db, batch, share.units());
        });
        arithmetic.write(dw, values);
        if (biases != null) {
            arithmetic.write(db, biases);
        }
    }

    /**
     * Copies the gradient of the pre-activation, after {@link #backward}.
     *
     * @param dz out: {@code [batch, nOut]} in 'f' order
     */
    public void preActivationGradient(INDArray dz) {
        transfer.write(error, dz);
    }

    /**
     * Gradient of the input, after {@link #backward}. The input is gone afterwards.
     *
     * @param dx out: {@code [batch, nIn]} in 'f' order
     */
    public void inputGradient(INDArray dx) {
        TransposedPattern transposed = pattern.byInput();
        byInput.units(transposed.start());
        byInput.run(
                batch,
                share -> arithmetic.inputGradient(transposed, w, error, in, batch, share.units(), share.scratch()));
        transfer.write(in, dx);
    }
}
