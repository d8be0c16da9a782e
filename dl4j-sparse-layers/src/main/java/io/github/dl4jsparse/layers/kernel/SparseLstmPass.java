package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The passes of one LSTM whose input weights {@code [nIn, 4n]} and recurrent weights {@code [n, 4n]} are sparse, over
 * sequences in ND4J arrays, with the heap memory they need.
 *
 * <p>Gates and equations are those of DL4J's {@code LSTM}: columns of candidate, forget gate, output gate and input gate,
 * each of n units. Input products and weight gradients treat all time steps of all examples as examples of one product;
 * recurrent products go from time step to time step. With rows for all time steps of all examples, x the inputs, h' the
 * outputs of the step before and dz the gradients of the pre-activations,
 *
 * <pre>{@code
 * z = x W + h' RW + b
 * dW = x^T dz,  dRW = h'^T dz,  db = sum dz,  dx = dz W^T
 * }</pre>
 *
 * <p>where of dW and dRW the connections' places are computed only. A training step is {@link #start}, {@link #forward},
 * {@link #backward}, {@link #inputGradient}, in this order; inference is {@link #start} and {@link #infer}. The memory, {@code (nIn + 12 n) *
 * batch * time} numbers and a few for each connection, is kept from step to step. One thread at a time; {@link
 * KernelThreads} share the work.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
public final class SparseLstmPass<V> {

    /** Examples times time steps of one block of inference. */
    private static final int INFERENCE_BATCH = 128;

    private final Arithmetic<V> arithmetic;
    private final SequenceTransfer<V> sequences;
    private final FeatureTransfer<V> matrices;
    private final LstmRecurrence<V> recurrence;
    private final WorkShares<V> byUnit;
    private final WorkShares<V> byInput;

    private CompressedPattern inputs;
    private V w;
    private V bias;
    private V dw;
    private V drw;
    private V db;
    private Features<V> in;
    private Features<V> gates;
    private Features<V> outputs;
    private int capacity;
    private int batch;
    private int steps;
    private int firstStep;

    private SparseLstmPass(Arithmetic<V> arithmetic, BlockArithmetic<V> blocks, LstmRecurrence<V> recurrence) {
        this.arithmetic = arithmetic;
        this.sequences = new SequenceTransfer<>(arithmetic, blocks);
        this.matrices = new FeatureTransfer<>(arithmetic);
        this.recurrence = recurrence;
        this.byUnit = new WorkShares<>(arithmetic);
        this.byInput = new WorkShares<>(arithmetic);
    }

    /**
     * The passes in the precision of a network.
     *
     * @param type FLOAT or DOUBLE
     * @param activation of candidate and cell state
     * @param gateActivation of the three gates
     * @return passes without patterns yet
     * @throws IllegalArgumentException if the type is another
     */
    public static SparseLstmPass<?> of(DataType type, IActivation activation, IActivation gateActivation) {
        return switch (type) {
            case FLOAT -> of(KernelBackend.singlePrecision(), new SingleBlocks(), type, activation, gateActivation);
            case DOUBLE -> of(new DoublePrecision(), new DoubleBlocks(), type, activation, gateActivation);
            default -> throw new IllegalArgumentException("The data type (" + type + ") must be FLOAT or DOUBLE.");
        };
    }

    private static <V> SparseLstmPass<V> of(
            Arithmetic<V> arithmetic,
            BlockArithmetic<V> blocks,
            DataType type,
            IActivation activation,
            IActivation gateActivation) {
        return new SparseLstmPass<>(
                arithmetic, blocks, new LstmRecurrence<>(arithmetic, blocks, type, activation, gateActivation));
    }

    /**
     * Sets the connections.
     *
     * @param input those of the input weights, {@code [nIn, 4n]}
     * @param recurrent those of the recurrent weights, {@code [n, 4n]}
     */
    public void patterns(CompressedPattern input, CompressedPattern recurrent) {
        if (inputs == null || inputs.nIn() != input.nIn() || inputs.nOut() != input.nOut()) {
            capacity = 0;
            bias = arithmetic.vector(input.nOut());
            db = null;
        }
        if (inputs == null || inputs.connections() != input.connections()) {
            w = arithmetic.vector(input.connections());
            dw = null;
        }
        if (recurrent() == null || recurrent().connections() != recurrent.connections()) {
            drw = null;
        }
        inputs = input;
        recurrence.pattern(recurrent);
        int[] start = input.columnStarts().clone();
        for (int unit = 0; unit < start.length; unit++) {
            start[unit] += recurrent.columnStarts()[unit];
        }
        byUnit.units(start);
    }

    /**
     * The connections of the input weights.
     *
     * @return the pattern, or null if none was set
     */
    public CompressedPattern inputs() {
        return inputs;
    }

    /**
     * The connections of the recurrent weights.
     *
     * @return the pattern, or null if none was set
     */
    public CompressedPattern recurrent() {
        return recurrence.pattern();
    }

    /**
     * Copies the parameters to the heap.
     *
     * @param inputValues in: one for each connection of the input weights, contiguous
     * @param recurrentValues in: one for each connection of the recurrent weights, contiguous
     * @param biases in: one for each of the 4n units, contiguous
     */
    public void load(INDArray inputValues, INDArray recurrentValues, INDArray biases) {
        arithmetic.read(inputValues, w);
        recurrence.load(recurrentValues);
        arithmetic.read(biases, bias);
    }

    /**
     * Sets the state before the first time step, and which steps there are: outputs and cell states of others are zero.
     *
     * @param examples the minibatch size
     * @param lastOutput in: {@code [batch, n]}, any strides, or null for zeros
     * @param lastCell in: cell states {@code [batch, n]}, any strides, or null for zeros
     * @param mask in: {@code [batch, time]}, 1 for a step and 0 for none; null for all
     */
    public void start(int examples, INDArray lastOutput, INDArray lastCell, INDArray mask) {
        batch = examples;
        recurrence.start(examples, lastOutput, lastCell, mask);
    }

    /**
     * Output without memory of it, except for the last state.
     *
     * @param x in: {@code [batch, nIn, time]}, any strides
     * @param y out: {@code [batch, n, time]} with the strides {@code (1, any, batch)}
     */
    public void infer(INDArray x, INDArray y) {
        INDArray source = SequenceTransfer.readable(x);
        int time = (int) x.size(2);
        int together = Math.max(1, INFERENCE_BATCH / batch);
        for (int first = 0; first < time; first += together) {
            int end = Math.min(time, first + together);
            project(source, first, end - first);
            for (int t = first; t < end; t++) {
                recurrence.forward(t, gates, (t - first) * batch, outputs, false);
            }
            sequences.write(outputs, batch, y, first, end - first);
        }
    }

    /**
     * Output of a training step, kept on the heap together with its input.
     *
     * @param x in: {@code [batch, nIn, time]}, any strides
     * @param y out: {@code [batch, n, time]} with the strides {@code (1, any, batch)}, or null if nobody wants it
     */
    public void forward(INDArray x, INDArray y) {
        steps = (int) x.size(2);
        project(x, 0, steps);
        recurrence.firstOutput(outputs);
        for (int t = 0; t < steps; t++) {
            recurrence.forward(t, gates, t * batch, outputs, true);
        }
        if (y != null) {
            sequences.write(outputs, batch, y, 0, steps);
        }
    }

    /** The input's part of all pre-activations. */
    private void project(INDArray x, int first, int time) {
        int columns = Math.multiplyExact(batch, time);
        if (Math.addExact(columns, batch) > capacity) {
            capacity = columns + batch;
            in = arithmetic.matrix(inputs.nIn(), capacity);
            gates = arithmetic.matrix(inputs.nOut(), capacity);
            outputs = arithmetic.matrix(recurrent().nIn(), capacity);
        }
        sequences.read(x, first, time, columnsOf(in));
        byUnit.run(columns, share -> arithmetic.forward(inputs, w, bias, in, gates, columns, share.units()));
    }

    private SequenceTransfer.Places<V> columnsOf(Features<V> matrix) {
        return new SequenceTransfer.Places<>() {
            @Override
            public V array(int feature, int step) {
                return matrix.array(feature);
            }

            @Override
            public int at(int feature, int step) {
                return matrix.at(feature) + step * batch;
            }
        };
    }

    /**
     * Copies the state after the last time step.
     *
     * @param lastOutput out: {@code [batch, n]} in 'f' order
     * @param lastCell out: {@code [batch, n]} in 'f' order
     */
    public void state(INDArray lastOutput, INDArray lastCell) {
        recurrence.state(lastOutput, lastCell);
    }

    /**
     * Gradients of the parameters, sums over examples and time steps, after {@link #forward}.
     *
     * @param epsilon in: gradient of the output, {@code [batch, n, time]}, any strides
     * @param backSteps the number of last time steps that the error goes back through; earlier ones have no part in it
     * @param inputValues out: one for each connection of the input weights, contiguous
     * @param recurrentValues out: one for each connection of the recurrent weights, contiguous
     * @param biases out: one for each of the 4n units, contiguous
     */
    public void backward(
            INDArray epsilon, int backSteps, INDArray inputValues, INDArray recurrentValues, INDArray biases) {
        firstStep = Math.max(0, steps - backSteps);
        recurrence.backward(epsilon, firstStep, gates);
        beginWithFirstStep(in, inputs.nIn());
        beginWithFirstStep(outputs, recurrent().nIn());
        int columns = rows();
        arithmetic.clearPadding(gates, inputs.nOut(), columns);
        dw = dw == null ? arithmetic.vector(inputs.connections()) : dw;
        drw = drw == null ? arithmetic.vector(recurrent().connections()) : drw;
        db = db == null ? arithmetic.vector(inputs.nOut()) : db;
        byUnit.run(columns, share -> {
            Range units = share.units();
            arithmetic.weightGradient(inputs, in, gates, dw, columns, units, share.scratch());
            arithmetic.weightGradient(recurrent(), outputs, gates, drw, columns, units, share.scratch());
            arithmetic.sum(gates, db, columns, units);
        });
        arithmetic.write(dw, inputValues);
        arithmetic.write(drw, recurrentValues);
        arithmetic.write(db, biases);
    }

    /** Moves the columns that the error went back to, and makes room for whole vectors of them zero. */
    private void beginWithFirstStep(Features<V> matrix, int features) {
        for (int f = 0; firstStep > 0 && f < features; f++) {
            V array = matrix.array(f);
            System.arraycopy(array, matrix.at(f) + firstStep * batch, array, matrix.at(f), rows());
        }
        arithmetic.clearPadding(matrix, features, rows());
    }

    /**
     * The number of rows of the matrices that follow, after {@link #backward}: each example at each time step that the error
     * went back through.
     *
     * @return examples times time steps
     */
    public int rows() {
        return (steps - firstStep) * batch;
    }

    /**
     * Copies the layer's inputs, after {@link #backward}.
     *
     * @param matrix out: {@code [rows, nIn]} in 'f' order
     */
    public void inputRows(INDArray matrix) {
        matrices.write(in, matrix);
    }

    /**
     * Copies the outputs of the steps before, after {@link #backward}.
     *
     * @param matrix out: {@code [rows, n]} in 'f' order
     */
    public void recurrentRows(INDArray matrix) {
        matrices.write(outputs, matrix);
    }

    /**
     * Copies the gradients of the pre-activations, after {@link #backward}.
     *
     * @param matrix out: {@code [rows, 4n]} in 'f' order
     */
    public void errorRows(INDArray matrix) {
        matrices.write(gates, matrix);
    }

    /**
     * Gradient of the input, after {@link #backward}. The input is gone afterwards.
     *
     * @param dx out: {@code [batch, nIn, time]} with the strides {@code (1, any, batch)}; steps that the error did not reach
     *     are left as they are
     */
    public void inputGradient(INDArray dx) {
        int columns = rows();
        byInput.units(inputs.byInput().start());
        byInput.run(
                columns,
                share -> arithmetic.inputGradient(
                        inputs.byInput(), w, gates, in, columns, share.units(), share.scratch()));
        sequences.write(in, 0, dx, firstStep, steps - firstStep);
    }
}
