package io.github.dl4jsparse.layers.kernel;

import java.util.List;

/**
 * The element-wise part of an LSTM's time step, in DL4J's equations and order of gates: with candidate i, forget gate f,
 * output gate o and input gate g, the cell state is {@code c = f c' + g i} and the output {@code h = o activation(c)}. A
 * mask takes both of them away.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class LstmCells<V> {

    private static final int CANDIDATE = 0;
    private static final int FORGET = 1;
    private static final int OUTPUT = 2;
    private static final int INPUT = 3;

    /** Numbers of each block that pass through all operations before the next ones: all blocks stay in the nearest cache. */
    private static final int STRIP = 512;

    private final BlockArithmetic<V> blocks;
    private final BlockFunction<V> cell;
    private final BlockFunction<V> gate;

    LstmCells(BlockArithmetic<V> blocks, BlockFunction<V> cell, BlockFunction<V> gate) {
        this.blocks = blocks;
        this.cell = cell;
        this.gate = gate;
    }

    /** Whether ranges may be computed by themselves, and pre-activations need not be remembered. */
    boolean divisible() {
        return cell.divisible() && gate.divisible();
    }

    private BlockFunction<V> function(int index) {
        return index == CANDIDATE ? cell : gate;
    }

    /**
     * Turns pre-activations, which stand where the gates will, into the output.
     *
     * @param step in: pre-activations, out: all but the error
     * @param before in: the cell state of the step before
     * @param mask in: a number for each place, or null
     * @param h out: the output
     */
    void forward(LstmStep<V> step, V before, V mask, V h, int from, int end, boolean training) {
        int length = divisible() ? STRIP : end - from;
        for (int at = from; at < end; at += length) {
            int to = Math.min(end, at + length);
            for (int index = 0; index < LstmStep.GATES; index++) {
                V z = step.gates().get(index);
                if (step.before(index) != null) {
                    System.arraycopy(z, at, step.before(index), at, to - at);
                }
                function(index).apply(z, z, at, to, training);
            }
            V c = step.cell();
            List<V> gates = step.gates();
            blocks.multiplyAdd(gates.get(FORGET), before, gates.get(INPUT), gates.get(CANDIDATE), c, at, to);
            cell.apply(c, step.active(), at, to, training);
            blocks.multiply(gates.get(OUTPUT), step.active(), h, at, to);
            if (mask != null) {
                blocks.multiply(mask, h, h, at, to);
                blocks.multiply(mask, c, c, at, to);
            }
        }
    }

    /**
     * Gradients of the pre-activations. What was masked has none. With the gradients dh of the output and dc of the cell state,
     * which comes from the step after,
     *
     * <pre>{@code
     * dz_o = dh activation(c) gate'(o)
     * dc = dc + dh o activation'(c)
     * dz_i = dc g activation'(i),  dz_g = dc i gate'(g),  dz_f = dc c' gate'(f)
     * dc' = dc f
     * }</pre>
     *
     * @param step in: as {@link #forward} left it; its error, which is used up
     * @param before in: the cell state of the step before
     * @param mask in: as in the forward pass
     * @param carry in: gradient of the cell state from the step after, out: for the step before
     * @param errors out: for each of candidate and gates
     */
    void backward(LstmStep<V> step, V before, V mask, V carry, List<V> errors, int from, int end) {
        int length = divisible() ? STRIP : end - from;
        for (int at = from; at < end; at += length) {
            int to = Math.min(end, at + length);
            V dh = step.error();
            if (mask != null) {
                blocks.multiply(mask, dh, dh, at, to);
                blocks.multiply(mask, carry, carry, at, to);
            }
            List<V> gates = step.gates();
            error(OUTPUT, step, dh, step.active(), errors, at, to);
            blocks.multiply(dh, gates.get(OUTPUT), dh, at, to);
            cell.differentiate(step.cell(), step.active(), dh, at, to);
            blocks.add(dh, carry, at, to);
            error(CANDIDATE, step, carry, gates.get(INPUT), errors, at, to);
            error(INPUT, step, carry, gates.get(CANDIDATE), errors, at, to);
            error(FORGET, step, carry, before, errors, at, to);
            blocks.multiply(carry, gates.get(FORGET), carry, at, to);
        }
    }

    private void error(int index, LstmStep<V> step, V error, V factor, List<V> errors, int from, int end) {
        blocks.multiply(error, factor, errors.get(index), from, end);
        function(index).differentiate(step.before(index), step.gates().get(index), errors.get(index), from, end);
    }
}
