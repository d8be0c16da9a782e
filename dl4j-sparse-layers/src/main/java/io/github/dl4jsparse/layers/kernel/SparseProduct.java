package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of one sparse fully connected layer. Inputs are {@code [batch, nIn]}, outputs {@code [batch, nOut]}; what is
 * written is in 'f' order. The memory is {@code (nIn + 2 nOut) * batch} numbers and a few for each connection.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
public final class SparseProduct<V> implements LayerProduct {

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

    @Override
    public void activation(ElementwiseActivation elementwise) {
        activation = elementwise;
    }

    @Override
    public ElementwiseActivation activation() {
        return activation;
    }

    @Override
    public void load(INDArray values, INDArray biases) {
        arithmetic.read(values, w);
        biased = biases != null;
        if (biased) {
            arithmetic.read(biases, bias);
        }
    }

    @Override
    public void infer(INDArray x, INDArray z) {
        INDArray source = FeatureTransfer.readable(x);
        int examples = Math.toIntExact(x.size(0));
        for (int first = 0; first < examples; first += INFERENCE_BATCH) {
            forward(source, first, Math.min(INFERENCE_BATCH, examples - first));
            transfer.write(out, z, first, batch);
        }
    }

    @Override
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

    @Override
    public void output(INDArray a) {
        transfer.write(out, a);
    }

    @Override
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

    @Override
    public void preActivationGradient(INDArray dz) {
        transfer.write(error, dz);
    }

    @Override
    public void inputGradient(INDArray dx) {
        TransposedPattern transposed = pattern.byInput();
        byInput.units(transposed.start());
        byInput.run(
                batch,
                share -> arithmetic.inputGradient(transposed, w, error, in, batch, share.units(), share.scratch()));
        transfer.write(in, dx);
    }
}
