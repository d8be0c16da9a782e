package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Another score divided by the largest magnitude or the sum of magnitudes in its weight, or among the inputs of its
 * output unit; where all are zero they stay so.
 */
record ScaledScore(DropScore score, String name, boolean ofUnit, DoubleBinaryOperator total) implements DropScore {

    @Override
    public double of(double value, double gradient) {
        return score.of(value, gradient);
    }

    @Override
    public boolean needsGradient() {
        return score.needsGradient();
    }

    @Override
    public List<MethodPart> parts() {
        return score.parts();
    }

    @Override
    public void forEach(LayerUpdate update, PositionVisitor visitor) {
        double[] all =
                new double[ofUnit ? Math.toIntExact(update.weight().shape().outputs()) : 1];
        score.forEach(update, (position, value) -> {
            int group = group(update, position);
            all[group] = total.applyAsDouble(all[group], Math.abs(value));
        });
        score.forEach(update, (position, value) -> {
            double divisor = all[group(update, position)];
            visitor.visit(position, divisor == 0 ? value : value / divisor);
        });
    }

    private int group(LayerUpdate update, long position) {
        return ofUnit ? update.weight().shape().outputUnit(position) : 0;
    }

    @Override
    public String toString() {
        return score + " over the " + name + " of its " + (ofUnit ? "neuron" : "weight");
    }
}
