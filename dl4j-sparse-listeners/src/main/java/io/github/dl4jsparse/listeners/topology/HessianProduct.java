package io.github.dl4jsparse.listeners.topology;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The Hessian times the gradient, by central differences of gradients along the gradient. */
final class HessianProduct {

    /**
     * Beside a norm of the weights of about 1: the cube root of double precision, at which truncation and rounding
     * are alike.
     */
    private static final double STEP = 1e-5;

    private HessianProduct() {}

    /**
     * {@code Hg = |g| (g(w + e v) - g(w - e v)) / (2 e)}, {@code v = g / |g|}, {@code e = 1e-5 (1 + |w|)}.
     *
     * @param gradientAt the gradient as a function of the weights
     * @param weights w
     * @param gradient g
     * @return Hg, zero where the gradient is
     */
    static double[] of(UnaryOperator<double[]> gradientAt, double[] weights, double[] gradient) {
        double norm = norm(gradient);
        double[] product = new double[weights.length];
        if (norm == 0) {
            return product;
        }
        double step = STEP * (1 + norm(weights));
        double[] after = gradientAt.apply(moved(weights, gradient, step / norm));
        double[] before = gradientAt.apply(moved(weights, gradient, -step / norm));
        Arrays.setAll(product, i -> (after[i] - before[i]) / (2 * step) * norm);
        return product;
    }

    private static double norm(double[] numbers) {
        return Math.sqrt(Arrays.stream(numbers).map(x -> x * x).sum());
    }

    private static double[] moved(double[] weights, double[] direction, double by) {
        double[] moved = new double[weights.length];
        Arrays.setAll(moved, i -> weights[i] + by * direction[i]);
        return moved;
    }
}
