package io.github.dl4jsparse.layers.kernel;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The way of an LSTM from time step to time step, forth and back: recurrent products and the arithmetic of the cells, with the
 * memory of states and gates.
 *
 * <p>Of each step a thread computes all that belongs to its hidden units; products read what the step before left, which
 * stands in another matrix than what this one leaves.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class LstmRecurrence<V> {

    private final Arithmetic<V> arithmetic;
    private final BlockArithmetic<V> blocks;
    private final SequenceTransfer<V> sequences;
    private final StockBlocks<V> stock;
    private final LstmCells<V> cells;
    private final StepMask<V> mask;
    private final WorkShares<V> shares;

    private CompressedPattern pattern;
    private V w;
    private int n;
    private int batch;
    private int capacity;
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

    LstmRecurrence(
            Arithmetic<V> arithmetic,
            BlockArithmetic<V> blocks,
            DataType type,
            IActivation activation,
            IActivation gateActivation) {
        this.arithmetic = arithmetic;
        this.blocks = blocks;
        this.sequences = new SequenceTransfer<>(arithmetic, blocks);
        this.stock = new StockBlocks<>(arithmetic, type);
        this.cells = new LstmCells<>(
                blocks, BlockFunction.of(activation, blocks, stock), BlockFunction.of(gateActivation, blocks, stock));
        this.mask = new StepMask<>(arithmetic);
        this.shares = new WorkShares<>(arithmetic);
    }

    /** Sets the connections. A unit's work is that of the connections to its gates and of those from itself. */
    void pattern(CompressedPattern hidden) {
        if (pattern == null || pattern.nIn() != hidden.nIn()) {
            n = hidden.nIn();
            capacity = 0;
        }
        if (pattern == null || pattern.connections() != hidden.connections()) {
            w = arithmetic.vector(hidden.connections());
        }
        pattern = hidden;
        int[] from = hidden.byInput().start();
        int[] start = new int[n + 1];
        for (int unit = 0; unit < n; unit++) {
            start[unit + 1] = start[unit] + from[unit + 1] - from[unit];
            for (int gate = 0; gate < LstmStep.GATES; gate++) {
                start[unit + 1] += hidden.fanIn(gate * n + unit);
            }
        }
        shares.units(start);
    }

    CompressedPattern pattern() {
        return pattern;
    }

    void load(INDArray values) {
        arithmetic.read(values, w);
    }

    /** Sets the state before the first time step: {@code [batch, n]}, null for zeros. */
    void start(int examples, INDArray lastOutput, INDArray lastCell, INDArray stepMask) {
        batch = examples;
        stock.examples(examples);
        if (batch > capacity) {
            capacity = batch;
            provide(Math.multiplyExact(n, batch));
        }
        mask.read(stepMask);
        read(lastCell, firstCell);
        cell = firstCell;
        read(lastOutput, output);
        UnitBlocks.unpack(output, all(), h.get(0), 0, 0, batch);
    }

    private void provide(int length) {
        int gates = LstmStep.GATES * n;
        h = List.of(arithmetic.matrix(n, batch), arithmetic.matrix(n, batch));
        dz = List.of(arithmetic.matrix(gates, batch), arithmetic.matrix(gates, batch));
        z = arithmetic.matrix(gates, batch);
        dh = arithmetic.matrix(n, batch);
        steps.clear();
        errors = LstmStep.blocks(arithmetic, length);
        firstCell = arithmetic.vector(length);
        output = arithmetic.vector(length);
        work = arithmetic.vector(length);
        carry = arithmetic.vector(length);
        zeros = arithmetic.vector(length);
    }

    private void read(INDArray state, V block) {
        int length = n * batch;
        if (state == null) {
            System.arraycopy(zeros, 0, block, 0, length);
        } else {
            INDArray byUnit = DetachedMemory.within(() -> state.dup('f'));
            HostMemory.access(byUnit, memory -> arithmetic.get(memory, 0, block, 0, length));
        }
    }

    private Range all() {
        return new Range(0, n);
    }

    private LstmStep<V> step(int index) {
        while (steps.size() <= index) {
            steps.add(LstmStep.of(arithmetic, n * capacity, !cells.divisible()));
        }
        return steps.get(index);
    }

    /** Copies the output before the first time step to the first columns of a matrix. */
    void firstOutput(Features<V> outputs) {
        UnitBlocks.unpack(output, all(), outputs, 0, 0, batch);
    }

    /**
     * A time step.
     *
     * @param t the step
     * @param zInput in: the input's part of the pre-activations
     * @param column where those of this step begin
     * @param outputs out: the output, one step further on than in {@code zInput}
     * @param training whether what {@link #backward} needs is remembered; if not, only the state is
     */
    void forward(int t, Features<V> zInput, int column, Features<V> outputs, boolean training) {
        LstmStep<V> step = step(training ? t : t & 1);
        boolean divisible = cells.divisible();
        Features<V> last = h.get(t & 1);
        Features<V> next = h.get((t + 1) & 1);
        V before = cell;
        V present = mask.at(t, n, batch);
        shares.run(batch, share -> {
            Range units = share.units();
            preActivate(step, last, zInput, column, units);
            if (divisible) {
                cells.forward(step, before, present, output, units.from() * batch, units.to() * batch, training);
                keepOutput(next, outputs, column + batch, units);
            }
        });
        if (!divisible) {
            cells.forward(step, before, present, output, 0, n * batch, training);
            keepOutput(next, outputs, column + batch, all());
        }
        cell = step.cell();
    }

    private void keepOutput(Features<V> next, Features<V> outputs, int column, Range units) {
        UnitBlocks.unpack(output, units, next, 0, 0, batch);
        UnitBlocks.unpack(output, units, outputs, 0, column, batch);
    }

    private void preActivate(LstmStep<V> step, Features<V> last, Features<V> zInput, int column, Range units) {
        for (int gate = 0; gate < LstmStep.GATES; gate++) {
            int first = gate * n;
            V block = step.gates().get(gate);
            Range columns = new Range(first + units.from(), first + units.to());
            arithmetic.forward(pattern, w, null, last, z, batch, columns);
            UnitBlocks.pack(zInput, first, column, block, units, batch);
            UnitBlocks.pack(z, first, 0, work, units, batch);
            blocks.add(work, block, units.from() * batch, units.to() * batch);
        }
    }

    /** Copies the state after the last time step to {@code [batch, n]} arrays in 'f' order. */
    void state(INDArray lastOutput, INDArray lastCell) {
        HostMemory.access(lastOutput, memory -> arithmetic.put(memory, 0, output, 0, n * batch));
        HostMemory.access(lastCell, memory -> arithmetic.put(memory, 0, cell, 0, n * batch));
    }

    /**
     * The way back after a training pass: the gradient of a step's output is {@code dh = epsilon + dz RW^T}, with dz of the step
     * after.
     *
     * @param epsilon in: gradient of the output, {@code [batch, n, time]}, any strides
     * @param firstStep where it ends
     * @param gradients out: those of the pre-activations, columns from the first step on
     */
    void backward(INDArray epsilon, int firstStep, Features<V> gradients) {
        sequences.read(epsilon, errorsOfSteps());
        System.arraycopy(zeros, 0, carry, 0, n * batch);
        int end = (int) epsilon.size(2);
        for (int t = end - 1; t >= firstStep; t--) {
            stepBack(t, t == end - 1, gradients, (t - firstStep) * batch);
        }
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

    private void stepBack(int t, boolean last, Features<V> gradients, int column) {
        LstmStep<V> step = steps.get(t);
        V before = t == 0 ? firstCell : steps.get(t - 1).cell();
        V present = mask.at(t, n, batch);
        boolean divisible = cells.divisible();
        Features<V> now = dz.get(t & 1);
        Features<V> after = dz.get((t + 1) & 1);
        shares.run(batch, share -> {
            Range units = share.units();
            int from = units.from() * batch;
            int end = units.to() * batch;
            if (!last) {
                arithmetic.inputGradient(pattern.byInput(), w, after, dh, batch, units, share.scratch());
                UnitBlocks.pack(dh, 0, 0, work, units, batch);
                blocks.add(work, step.error(), from, end);
            }
            if (divisible) {
                cells.backward(step, before, present, carry, errors, from, end);
                keepErrors(now, gradients, column, units);
            }
        });
        if (!divisible) {
            cells.backward(step, before, present, carry, errors, 0, n * batch);
            keepErrors(now, gradients, column, all());
        }
    }

    private void keepErrors(Features<V> now, Features<V> gradients, int column, Range units) {
        for (int gate = 0; gate < LstmStep.GATES; gate++) {
            UnitBlocks.unpack(errors.get(gate), units, now, gate * n, 0, batch);
            UnitBlocks.unpack(errors.get(gate), units, gradients, gate * n, column, batch);
        }
    }
}
