package io.github.dl4jsparse.layers.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The passes of one LSTM whose input weights {@code [nIn, 4n]} and recurrent weights {@code [n, 4n]} are sparse, over
 * sequences in ND4J arrays, with the heap memory they need.
 *
 * <p>Gates and equations are those of DL4J's {@code LSTM}: columns of candidate, forget gate, output gate and input gate,
 * each of n units. Input products and weight gradients treat all time steps of all examples as examples of one product;
 * recurrent products go from time step to time step. A training step is {@link #start}, {@link #forward}, {@link #backward},
 * {@link #inputGradient}, in this order; inference is {@link #start} and {@link #infer}. The memory, {@code (nIn + 12 n) *
 * batch * time} numbers and a few for each connection, is kept from step to step. One thread at a time; {@link
 * KernelThreads} share the work.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
public final class SparseLstmPass<V> {

    /** Examples times time steps of one block of inference. */
    private static final int INFERENCE_BATCH = 128;

    /** Multiplications below which one thread does all. */
    private static final long WORTH_SHARING = 1 << 19;

    private final Arithmetic<V> arithmetic;
    private final BlockArithmetic<V> blocks;
    private final SequenceTransfer<V> sequences;
    private final FeatureTransfer<V> features;
    private final StockBlocks<V> stock;
    private final LstmCells<V> cells;

    private CompressedPattern inputs;
    private CompressedPattern recurrent;
    private V w;
    private V rw;
    private V bias;
    private V dw;
    private V drw;
    private V db;
    private Range[] hiddenRanges = {};
    private Range[] unitRanges = {};
    private Range[] inputRanges = {};
    private List<V> scratch = List.of();

    private int n;
    private int batch;
    private int batchCapacity;
    private int columnCapacity;
    private Features<V> in;
    private Features<V> gates;
    private Features<V> previous;
    private List<Features<V>> h = List.of();
    private List<Features<V>> dz = List.of();
    private Features<V> z;
    private Features<V> dh;
    private final List<LstmStep<V>> steps = new ArrayList<>();
    private List<V> errors = List.of();
    private V firstCell;
    private V cell;
    private V output;
    private V work;
    private V carry;
    private V zeros;
    private V mask;
    private V masks;
    private int masksLength;
    private boolean masked;
    private int kept;
    private int firstStep;

    private SparseLstmPass(
            Arithmetic<V> arithmetic,
            BlockArithmetic<V> blocks,
            DataType type,
            IActivation activation,
            IActivation gateActivation) {
        this.arithmetic = arithmetic;
        this.blocks = blocks;
        this.sequences = new SequenceTransfer<>(arithmetic, blocks);
        this.features = new FeatureTransfer<>(arithmetic);
        this.stock = new StockBlocks<>(arithmetic, type);
        this.cells = new LstmCells<>(
                blocks, BlockFunction.of(activation, blocks, stock), BlockFunction.of(gateActivation, blocks, stock));
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
            case FLOAT ->
                new SparseLstmPass<>(
                        KernelBackend.singlePrecision(), new SingleBlocks(), type, activation, gateActivation);
            case DOUBLE ->
                new SparseLstmPass<>(new DoublePrecision(), new DoubleBlocks(), type, activation, gateActivation);
            default -> throw new IllegalArgumentException("The data type (" + type + ") must be FLOAT or DOUBLE.");
        };
    }

    /**
     * Sets the connections.
     *
     * @param input those of the input weights, {@code [nIn, 4n]}
     * @param hidden those of the recurrent weights, {@code [n, 4n]}
     */
    public void patterns(CompressedPattern input, CompressedPattern hidden) {
        if (inputs == null || inputs.nIn() != input.nIn() || inputs.nOut() != input.nOut()) {
            n = hidden.nIn();
            batchCapacity = 0;
            columnCapacity = 0;
            bias = arithmetic.vector(input.nOut());
            db = arithmetic.vector(input.nOut());
        }
        if (inputs == null || inputs.connections() != input.connections()) {
            w = arithmetic.vector(input.connections());
            dw = null;
        }
        if (recurrent == null || recurrent.connections() != hidden.connections()) {
            rw = arithmetic.vector(hidden.connections());
            drw = null;
        }
        inputs = input;
        recurrent = hidden;
        hiddenRanges = new Range[0];
        unitRanges = hiddenRanges;
        inputRanges = hiddenRanges;
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
        return recurrent;
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
        arithmetic.read(recurrentValues, rw);
        arithmetic.read(biases, bias);
    }

    /**
     * Sets the state before the first time step.
     *
     * @param examples the minibatch size
     * @param lastOutput in: {@code [batch, n]}, any strides, or null for zeros
     * @param lastCell in: cell states {@code [batch, n]}, any strides, or null for zeros
     */
    public void start(int examples, INDArray lastOutput, INDArray lastCell) {
        batch = examples;
        stock.examples(examples);
        if (batch > batchCapacity) {
            batchCapacity = batch;
            int length = Math.multiplyExact(n, batch);
            h = pair(n);
            dz = pair(LstmStep.GATES * n);
            z = arithmetic.matrix(LstmStep.GATES * n, batch);
            dh = arithmetic.matrix(n, batch);
            steps.clear();
            errors = LstmStep.blocks(arithmetic, length);
            firstCell = arithmetic.vector(length);
            output = arithmetic.vector(length);
            work = arithmetic.vector(length);
            carry = arithmetic.vector(length);
            zeros = arithmetic.vector(length);
            mask = arithmetic.vector(length);
        }
        read(lastCell, firstCell);
        cell = firstCell;
        read(lastOutput, output);
        rows(output, h.get(0), new Range(0, n));
    }

    private List<Features<V>> pair(int count) {
        return List.of(arithmetic.matrix(count, batch), arithmetic.matrix(count, batch));
    }

    private void read(INDArray state, V block) {
        int length = n * batch;
        if (state == null) {
            clear(block, length);
        } else {
            INDArray byUnit = DetachedMemory.within(() -> state.dup('f'));
            HostMemory.access(byUnit, memory -> arithmetic.get(memory, 0, block, 0, length));
        }
    }

    private void clear(V block, int length) {
        System.arraycopy(zeros, 0, block, 0, length);
    }

    /**
     * Sets which time steps there are: outputs and cell states of the others are zero.
     *
     * @param steps in: {@code [batch, time]}, 1 for a step and 0 for none; null for all
     */
    public void mask(INDArray steps) {
        masked = steps != null;
        if (masked) {
            int length = Math.toIntExact(steps.length());
            if (masks == null || masksLength < length) {
                masksLength = length;
                masks = arithmetic.vector(length);
            }
            INDArray byStep = DetachedMemory.within(() -> steps.dup('f'));
            HostMemory.access(byStep, memory -> arithmetic.get(memory, 0, masks, 0, length));
        }
    }

    /**
     * Output without memory of it, except for the last state.
     *
     * @param x in: {@code [batch, nIn, time]}, any strides
     * @param y out: {@code [batch, n, time]} in 'f' order
     */
    public void infer(INDArray x, INDArray y) {
        int time = (int) x.size(2);
        int together = Math.max(1, INFERENCE_BATCH / batch);
        kept = 0;
        for (int first = 0; first < time; first += together) {
            int count = Math.min(together, time - first);
            boolean whole = count == time;
            project(
                    whole
                            ? x
                            : x.get(
                                    NDArrayIndex.all(),
                                    NDArrayIndex.all(),
                                    NDArrayIndex.interval(first, first + count)));
            for (int t = first; t < first + count; t++) {
                step(t, t - first, t & 1, false, y);
            }
        }
    }

    /**
     * Output of a training step, kept on the heap together with its input.
     *
     * @param x in: {@code [batch, nIn, time]}, any strides
     * @param y out: {@code [batch, n, time]} in 'f' order, or null if nobody wants it
     */
    public void forward(INDArray x, INDArray y) {
        kept = (int) x.size(2);
        project(x);
        for (int t = 0; t < kept; t++) {
            step(t, t, t, true, y);
        }
    }

    /** The input's part of all pre-activations. */
    private void project(INDArray x) {
        int columns = Math.multiplyExact(batch, (int) x.size(2));
        if (columns > columnCapacity) {
            columnCapacity = columns;
            in = arithmetic.matrix(inputs.nIn(), columns);
            gates = arithmetic.matrix(inputs.nOut(), columns);
            previous = arithmetic.matrix(n, columns);
        }
        sequences.read(x, columnsOf(in));
        arithmetic.clearPadding(in, inputs.nIn(), columns);
        Range[] ranges = unitRanges(columns);
        KernelThreads.run(ranges.length, part -> arithmetic.forward(inputs, w, bias, in, gates, columns, ranges[part]));
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

    private LstmStep<V> stepAt(int index) {
        while (steps.size() <= index) {
            steps.add(LstmStep.of(arithmetic, n * batchCapacity, !cells.divisible()));
        }
        return steps.get(index);
    }

    private void step(int t, int column, int index, boolean training, INDArray y) {
        LstmStep<V> step = stepAt(index);
        V before = cell;
        V present = present(t);
        Range[] ranges = hiddenRanges();
        boolean divisible = cells.divisible();
        KernelThreads.run(ranges.length, part -> {
            Range units = ranges[part];
            preActivate(step, t, column, units);
            if (training) {
                copy(h.get(t & 1), 0, previous, t * batch, units.from(), units.to());
            }
            if (divisible) {
                cells.forward(step, before, present, output, units.from() * batch, units.to() * batch, training);
                rows(output, h.get((t + 1) & 1), units);
            }
        });
        if (!divisible) {
            cells.forward(step, before, present, output, 0, n * batch, training);
            rows(output, h.get((t + 1) & 1), new Range(0, n));
        }
        cell = step.cell();
        if (y != null) {
            HostMemory.access(y, memory -> arithmetic.put(memory, (long) t * n * batch, output, 0, n * batch));
        }
    }

    private void preActivate(LstmStep<V> step, int t, int column, Range units) {
        for (int gate = 0; gate < LstmStep.GATES; gate++) {
            int first = gate * n;
            arithmetic.forward(
                    recurrent, rw, null, h.get(t & 1), z, batch, new Range(first + units.from(), first + units.to()));
            V block = step.gates().get(gate);
            for (int unit = units.from(); unit < units.to(); unit++) {
                int of = first + unit;
                System.arraycopy(gates.array(of), gates.at(of) + column * batch, block, unit * batch, batch);
                System.arraycopy(z.array(of), z.at(of), work, unit * batch, batch);
            }
            blocks.add(work, block, units.from() * batch, units.to() * batch);
        }
    }

    /** The mask of a time step, repeated for each unit; null if there is none. */
    private V present(int t) {
        for (int unit = 0; masked && unit < n; unit++) {
            System.arraycopy(masks, t * batch, mask, unit * batch, batch);
        }
        return masked ? mask : null;
    }

    private void copy(Features<V> from, int column, Features<V> to, int toColumn, int first, int end) {
        for (int f = first; f < end; f++) {
            System.arraycopy(from.array(f), from.at(f) + column, to.array(f), to.at(f) + toColumn, batch);
        }
    }

    private void rows(V block, Features<V> to, Range units) {
        for (int unit = units.from(); unit < units.to(); unit++) {
            System.arraycopy(block, unit * batch, to.array(unit), to.at(unit), batch);
        }
    }

    /**
     * Copies the state after the last time step.
     *
     * @param lastOutput out: {@code [batch, n]} in 'f' order
     * @param lastCell out: {@code [batch, n]} in 'f' order
     */
    public void state(INDArray lastOutput, INDArray lastCell) {
        HostMemory.access(lastOutput, memory -> arithmetic.put(memory, 0, output, 0, n * batch));
        HostMemory.access(lastCell, memory -> arithmetic.put(memory, 0, cell, 0, n * batch));
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
        firstStep = Math.max(0, kept - backSteps);
        sequences.read(epsilon, errorsOfSteps());
        clear(carry, n * batch);
        for (int t = kept - 1; t >= firstStep; t--) {
            stepBack(t);
        }
        shift(in, inputs.nIn());
        shift(previous, n);
        int columns = columns();
        arithmetic.clearPadding(in, inputs.nIn(), columns);
        arithmetic.clearPadding(previous, n, columns);
        arithmetic.clearPadding(gates, inputs.nOut(), columns);
        dw = dw == null ? arithmetic.vector(inputs.connections()) : dw;
        drw = drw == null ? arithmetic.vector(recurrent.connections()) : drw;
        Range[] ranges = unitRanges(columns);
        KernelThreads.run(ranges.length, part -> {
            arithmetic.weightGradient(inputs, in, gates, dw, columns, ranges[part], scratch.get(part));
            arithmetic.weightGradient(recurrent, previous, gates, drw, columns, ranges[part], scratch.get(part));
            arithmetic.sum(gates, db, columns, ranges[part]);
        });
        arithmetic.write(dw, inputValues);
        arithmetic.write(drw, recurrentValues);
        arithmetic.write(db, biases);
    }

    /** Examples times the time steps that the error went back through. */
    private int columns() {
        return (kept - firstStep) * batch;
    }

    private SequenceTransfer.Places<V> errorsOfSteps() {
        return new SequenceTransfer.Places<>() {
            @Override
            public V array(int feature, int step) {
                return steps.get(step).error();
            }

            @Override
            public int at(int feature, int step) {
                return feature * batch;
            }
        };
    }

    private void stepBack(int t) {
        LstmStep<V> step = steps.get(t);
        V before = t == 0 ? firstCell : steps.get(t - 1).cell();
        V present = present(t);
        Range[] ranges = hiddenRanges();
        boolean divisible = cells.divisible();
        KernelThreads.run(ranges.length, part -> {
            Range units = ranges[part];
            if (t < kept - 1) {
                hiddenError(step, dz.get((t + 1) & 1), units, scratch.get(part));
            }
            if (divisible) {
                cells.backward(step, before, present, carry, errors, units.from() * batch, units.to() * batch);
                keepErrors(t, units);
            }
        });
        if (!divisible) {
            cells.backward(step, before, present, carry, errors, 0, n * batch);
            keepErrors(t, new Range(0, n));
        }
    }

    /** Adds what comes back through the recurrent connections. */
    private void hiddenError(LstmStep<V> step, Features<V> next, Range units, V some) {
        arithmetic.inputGradient(recurrent.byInput(), rw, next, dh, batch, units, some);
        for (int unit = units.from(); unit < units.to(); unit++) {
            System.arraycopy(dh.array(unit), dh.at(unit), work, unit * batch, batch);
        }
        blocks.add(work, step.error(), units.from() * batch, units.to() * batch);
    }

    /** For the step before, and for the weights, in the place of the pre-activations. */
    private void keepErrors(int t, Range units) {
        Features<V> now = dz.get(t & 1);
        int column = (t - firstStep) * batch;
        for (int gate = 0; gate < LstmStep.GATES; gate++) {
            V block = errors.get(gate);
            for (int unit = units.from(); unit < units.to(); unit++) {
                int of = gate * n + unit;
                System.arraycopy(block, unit * batch, now.array(of), now.at(of), batch);
                System.arraycopy(block, unit * batch, gates.array(of), gates.at(of) + column, batch);
            }
        }
    }

    /** Lets the columns begin with the first step that the error went back to. */
    private void shift(Features<V> matrix, int count) {
        for (int f = 0; firstStep > 0 && f < count; f++) {
            V array = matrix.array(f);
            System.arraycopy(array, matrix.at(f) + firstStep * batch, array, matrix.at(f), columns());
        }
    }

    /**
     * The number of rows of the matrices that follow, after {@link #backward}: each example at each time step that the error
     * went back through.
     *
     * @return examples times time steps
     */
    public int rows() {
        return columns();
    }

    /**
     * Copies the layer's inputs, after {@link #backward}.
     *
     * @param matrix out: {@code [rows, nIn]} in 'f' order
     */
    public void inputRows(INDArray matrix) {
        features.write(in, matrix);
    }

    /**
     * Copies the outputs of the steps before, after {@link #backward}.
     *
     * @param matrix out: {@code [rows, n]} in 'f' order
     */
    public void recurrentRows(INDArray matrix) {
        features.write(previous, matrix);
    }

    /**
     * Copies the gradients of the pre-activations, after {@link #backward}.
     *
     * @param matrix out: {@code [rows, 4n]} in 'f' order
     */
    public void errorRows(INDArray matrix) {
        features.write(gates, matrix);
    }

    /**
     * Gradient of the input, after {@link #backward}. The input is gone afterwards.
     *
     * @param dx out: {@code [batch, nIn, time]} in 'f' order; steps that the error did not reach are left as they are
     */
    public void inputGradient(INDArray dx) {
        TransposedPattern byInput = inputs.byInput();
        int columns = columns();
        int parts = parts((long) inputs.connections() * columns);
        if (inputRanges.length != parts) {
            inputRanges = Range.split(byInput.start(), parts);
        }
        Range[] ranges = inputRanges;
        provideScratch(parts);
        KernelThreads.run(
                parts,
                part -> arithmetic.inputGradient(byInput, w, gates, in, columns, ranges[part], scratch.get(part)));
        sequences.write(in, dx, firstStep);
    }

    /** By hidden unit, with all connections from it and to its gates. */
    private Range[] hiddenRanges() {
        int parts = parts((long) recurrent.connections() * batch);
        if (hiddenRanges.length != parts) {
            int[] from = recurrent.byInput().start();
            int[] start = new int[n + 1];
            for (int unit = 0; unit < n; unit++) {
                start[unit + 1] = start[unit] + from[unit + 1] - from[unit];
                for (int gate = 0; gate < LstmStep.GATES; gate++) {
                    start[unit + 1] += recurrent.fanIn(gate * n + unit);
                }
            }
            hiddenRanges = Range.split(start, parts);
        }
        provideScratch(parts);
        return hiddenRanges;
    }

    /** By candidate and gates, with all connections to them. */
    private Range[] unitRanges(int columns) {
        int parts = parts((long) inputs.connections() * columns);
        if (unitRanges.length != parts) {
            int[] start = inputs.columnStarts().clone();
            for (int unit = 0; unit < start.length; unit++) {
                start[unit] += recurrent.columnStarts()[unit];
            }
            unitRanges = Range.split(start, parts);
        }
        provideScratch(parts);
        return unitRanges;
    }

    private void provideScratch(int parts) {
        if (scratch.size() < parts) {
            scratch = Stream.generate(() -> arithmetic.vector(Arithmetic.SCRATCH))
                    .limit(parts)
                    .toList();
        }
    }

    private static int parts(long multiplications) {
        return multiplications < WORTH_SHARING ? 1 : KernelThreads.count();
    }
}
