package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import java.util.Arrays;

/**
 * Some consecutive weights of an array, in the order of memory. Arrays are longer than the block: numbers are at {@code 0 ..
 * count() - 1}. Where biases are covered, they come in blocks of their own after the weights: {@code first()} is then the first
 * unit.
 */
public final class WeightBlock {

    private final double[] weights = new double[NumberBlocks.SIZE];
    private final double[] effective = new double[NumberBlocks.SIZE];
    private final double[] gradient = new double[NumberBlocks.SIZE];
    private final int[] indices = new int[NumberBlocks.SIZE];
    private final double[][] extras;
    private final double[][] extraGradients;
    private final boolean[] extrasRead;
    private NumberBlocks source;
    private long weightsFrom;
    private long[] extrasFrom;
    private boolean weightsRead;
    private int first;
    private int count;
    private boolean biases;

    /** A block for an array whose extras with one number for each weight are at the true places. */
    WeightBlock(boolean... perWeight) {
        this.extras = new double[perWeight.length][];
        this.extraGradients = new double[perWeight.length][];
        this.extrasRead = new boolean[perWeight.length];
        for (int extra = 0; extra < perWeight.length; extra++) {
            if (perWeight[extra]) {
                extras[extra] = new double[NumberBlocks.SIZE];
                extraGradients[extra] = new double[NumberBlocks.SIZE];
            }
        }
    }

    void move(int to, int length, boolean areBiases) {
        first = to;
        count = length;
        biases = areBiases;
        source = null;
    }

    /** Where weights and extras are read when they are asked for: not every pass needs all of them. */
    void readFrom(NumberBlocks stored, long weightsAt, long... extrasAt) {
        source = stored;
        weightsFrom = weightsAt;
        extrasFrom = extrasAt;
        weightsRead = weightsAt < 0;
        Arrays.fill(extrasRead, false);
    }

    /**
     * The index of the first weight in the array, or of the first unit.
     *
     * @return at least 0
     */
    public int first() {
        return first;
    }

    /**
     * How many weights.
     *
     * @return at least 1
     */
    public int count() {
        return count;
    }

    /**
     * Whether these are biases.
     *
     * @return true if they are
     */
    public boolean biases() {
        return biases;
    }

    /**
     * The output unit of each weight.
     *
     * @param array the array that the block is of
     * @return their numbers, until the next call
     */
    public int[] units(WeightArray array) {
        return cycle(array.unitStride(), array.units());
    }

    /**
     * The input unit or channel of each weight.
     *
     * @param array the array that the block is of
     * @return their numbers, until the next call
     */
    public int[] inputs(WeightArray array) {
        return cycle(array.inputStride(), array.inputs());
    }

    /** What is done with neighbouring weights of one output unit. */
    @FunctionalInterface
    public interface UnitRun {

        /**
         * Some weights of the block.
         *
         * @param from index of the first in the block
         * @param to index behind the last
         * @param unit their output unit
         */
        void accept(int from, int to, int unit);
    }

    /**
     * Hands over the weights in runs of the same output unit: a loop over a run is one that the JIT compiler vectorises.
     *
     * @param array the array that the block is of
     * @param use called for each run in ascending order
     */
    public void forEachUnit(WeightArray array, UnitRun use) {
        int run = biases ? 1 : array.unitStride();
        int unit = first / run % array.units();
        int left = run - first % run;
        for (int from = 0; from < count; ) {
            int to = Math.min(count, from + left);
            use.accept(from, to, unit);
            from = to;
            left = run;
            unit = unit + 1 == array.units() ? 0 : unit + 1;
        }
    }

    /** {@code k / stride mod size} without divisions; biases are a number for each unit. */
    private int[] cycle(int stride, int size) {
        int run = biases ? 1 : stride;
        int phase = first % run;
        int number = first / run % size;
        for (int k = 0; k < count; k++) {
            indices[k] = number;
            if (++phase == run) {
                phase = 0;
                if (++number == size) {
                    number = 0;
                }
            }
        }
        return indices;
    }

    /**
     * The stored weights; without meaning where they are replaced.
     *
     * @return not to be written, except after a step
     */
    public double[] weights() {
        if (source != null && !weightsRead) {
            source.read(weightsFrom + first, weights, count);
            weightsRead = true;
        }
        return weights;
    }

    /**
     * The effective weights, to be written in a forward pass; in a backward pass those of the forward pass, where {@link
     * EffectiveWeight#remembersEffective}.
     *
     * @return the numbers
     */
    public double[] effective() {
        return effective;
    }

    /**
     * In a backward pass: dL/dW_eff, to be turned into dL/dW.
     *
     * @return the numbers
     */
    public double[] gradient() {
        return gradient;
    }

    /**
     * An extra with one number for each weight.
     *
     * @param extra its place among the extras
     * @return its numbers, not to be written
     */
    public double[] extra(int extra) {
        if (source != null && extras[extra] != null && !extrasRead[extra]) {
            source.read(extrasFrom[extra] + first, extras[extra], count);
            extrasRead[extra] = true;
        }
        return extras[extra];
    }

    /**
     * The gradient of an extra with one number for each weight, to be written in a backward pass.
     *
     * @param extra its place among the extras
     * @return the numbers
     */
    public double[] extraGradient(int extra) {
        return extraGradients[extra];
    }
}
