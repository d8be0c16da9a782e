package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Another score divided by the largest magnitude or the sum of magnitudes in its weight; a weight of zeros stays as
 * it is.
 */
record ScaledScore(DropScore score, String name, DoubleBinaryOperator total) implements DropScore {

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
        double[] all = new double[1];
        score.forEach(update, (position, value) -> all[0] = total.applyAsDouble(all[0], Math.abs(value)));
        double divisor = all[0] == 0 ? 1 : all[0];
        score.forEach(update, (position, value) -> visitor.visit(position, value / divisor));
    }

    @Override
    public String toString() {
        return score + " over the " + name + " of its weight";
    }
}
