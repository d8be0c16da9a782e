package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.PositionVisitor;

/** How much a connection is worth: those of smallest score are dropped. */
@FunctionalInterface
public interface DropScore {

    /**
     * The score of a connection.
     *
     * @param value its weight
     * @param gradient the raw loss gradient, a sum over the minibatch; 0 where the score needs none
     * @return a finite number
     */
    double of(double value, double gradient);

    /**
     * Whether the score depends on the gradient.
     *
     * @return false by default
     */
    default boolean needsGradient() {
        return false;
    }

    /**
     * Visits the score of each active position.
     *
     * @param update of one weight
     * @param visitor called once for each of them, in ascending order
     */
    default void forEach(LayerUpdate update, PositionVisitor visitor) {
        if (needsGradient()) {
            update.forEachActiveGradient((position, value, gradient) -> visitor.visit(position, of(value, gradient)));
        } else {
            update.forEachActive((position, value) -> visitor.visit(position, of(value, 0)));
        }
    }

    /**
     * {@code |w|}: the smallest magnitudes.
     *
     * @return the score
     */
    static DropScore magnitude() {
        return new NamedScore("magnitude", false, (w, g) -> Math.abs(w));
    }

    /**
     * {@code |w| + gamma |g|}. Yuan et al., <i>MEST</i>, NeurIPS 2021; gamma is 1 in its code.
     *
     * @param gamma the weight of the gradient
     * @return the score
     */
    static DropScore mest(double gamma) {
        return new NamedScore("mest " + gamma, true, (w, g) -> Math.abs(w) + gamma * Math.abs(g));
    }

    /**
     * {@code |g| / (|w| + 1e-8)}. This and the following: Nowak et al., <i>Fantastic Weights and How to Find Them</i>, NeurIPS 2023.
     *
     * @return the score
     */
    static DropScore sensitivity() {
        return new NamedScore("sensitivity", true, (w, g) -> Math.abs(g) / (Math.abs(w) + 1e-8));
    }

    /**
     * {@code |w| / (|g| + 1e-8)}.
     *
     * @return the score
     */
    static DropScore reciprocalSensitivity() {
        return new NamedScore("reciprocal sensitivity", true, (w, g) -> Math.abs(w) / (Math.abs(g) + 1e-8));
    }

    /**
     * {@code |w g|}.
     *
     * @return the score
     */
    static DropScore snip() {
        return new NamedScore("snip", true, (w, g) -> Math.abs(w * g));
    }

    /**
     * {@code (w g)^2}.
     *
     * @return the score
     */
    static DropScore taylor() {
        return new NamedScore("taylor", true, (w, g) -> w * g * w * g);
    }

    /**
     * {@code |w - gamma g|}: where a step would lead.
     *
     * @param gamma the size of the step
     * @return the score
     */
    static DropScore gradientStep(double gamma) {
        return new NamedScore("gradient step " + gamma, true, (w, g) -> Math.abs(w - gamma * g));
    }
}
