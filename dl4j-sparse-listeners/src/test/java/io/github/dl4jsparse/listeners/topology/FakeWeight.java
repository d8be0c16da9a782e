package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.GradientVisitor;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

/** A weight of numbers that a test writes down, without a network. */
final class FakeWeight implements SparseWeight {

    final double[] values;
    final double[] gradients;
    private final String name;
    private Mask mask;

    /** Active where the value is not 0. */
    FakeWeight(String name, double... values) {
        this.name = name;
        this.values = values;
        this.gradients = new double[values.length];
        this.mask = Mask.ofActive(
                new long[] {values.length, 1},
                IntStream.range(0, values.length)
                        .filter(i -> values[i] != 0)
                        .asLongStream()
                        .toArray());
    }

    FakeWeight gradients(double... numbers) {
        System.arraycopy(numbers, 0, gradients, 0, numbers.length);
        return this;
    }

    @Override
    public WeightShape shape() {
        return WeightShape.dense(name, values.length, 1);
    }

    @Override
    public PositionSet active() {
        return mask;
    }

    @Override
    public boolean resizable() {
        return true;
    }

    @Override
    public void forEachActive(PositionVisitor visitor) {
        mask.forEach(position -> visitor.visit(position, values[(int) position]));
    }

    @Override
    public void assign(LongToDoubleFunction changed) {
        mask.forEach(position -> values[(int) position] = changed.applyAsDouble(position));
    }

    @Override
    public void requestGradient() {
        // they are there
    }

    @Override
    public void requestActiveGradient() {
        // they are there
    }

    @Override
    public void forEachActiveGradient(GradientVisitor visitor) {
        mask.forEach(position -> visitor.visit(position, values[(int) position], gradients[(int) position]));
    }

    @Override
    public void forEachGradient(PositionSet except, PositionVisitor visitor) {
        for (int i = 0; i < gradients.length; i++) {
            if (!except.contains(i)) {
                visitor.visit(i, gradients[i]);
            }
        }
    }

    @Override
    public void releaseGradient() {
        // they stay
    }

    @Override
    public void afterGradient() {
        // nothing to keep
    }

    @Override
    public void afterStep() {
        // nothing to zero
    }

    @Override
    public void rewire(long[] drop, long[] grow, double[] starts) {
        mask = mask.minus(drop).plus(grow);
        Arrays.stream(drop).forEach(position -> values[(int) position] = 0);
        for (int i = 0; i < grow.length; i++) {
            values[(int) grow[i]] = starts[i];
        }
    }
}
