package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.PositionSet;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Starts grown connections at their gradient, or its sign, over a divisor. The gradient is the sum over the minibatch.
 *
 * @param sign whether only the sign counts
 * @param divisor positive
 */
record GradientInit(boolean sign, double divisor) implements GrowthInit {

    GradientInit {
        if (!(divisor > 0 && Double.isFinite(divisor))) {
            throw new DL4JInvalidConfigException("The divisor (" + divisor + ") of the gradient must be positive.");
        }
    }

    @Override
    public double[] values(LayerUpdate update, PositionSet kept, long[] grown) {
        double[] values = new double[grown.length];
        int[] next = {0};
        update.weight().forEachGradient(kept, (position, gradient) -> {
            if (next[0] < grown.length && grown[next[0]] == position) {
                values[next[0]++] = (sign ? Math.signum(gradient) : gradient) / divisor;
            }
        });
        return values;
    }

    @Override
    public boolean needsGradient() {
        return true;
    }
}
