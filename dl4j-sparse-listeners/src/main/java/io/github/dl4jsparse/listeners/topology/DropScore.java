package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.List;

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
     * What the score asks of the training, where it is more than a function of a weight and its gradient.
     *
     * @return none by default
     */
    default List<MethodPart> parts() {
        return List.of();
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

    /**
     * {@code w (H g)}, H the Hessian of the loss over all connections: the smallest leave the gradient's norm
     * largest. The product is taken by central differences of the gradient of the step's own examples, at the weights
     * after the step, on a copy of the network in double precision: memory for such a copy and the time of three
     * steps at each update. Refused with truncated back-propagation through time. A new score for each network. Wang,
     * Zhang and Grosse, <i>Picking Winning Tickets Before Training by Preserving Gradient Flow</i>, ICLR 2020, where what has
     * the highest {@code -w (H g)} goes. Departure: the loss has no temperature, and the
     * direction is that of the gradient before the step.
     *
     * @return the score
     */
    static DropScore grasp() {
        return new HessianScore();
    }

    /**
     * The exponential mean of a score: {@code s = decay s + (1 - decay) score} after every step; the first step of a
     * connection gives the first value. 16 bytes for each connection. A new score for each network. Nowak et al.,
     * NeurIPS 2023.
     *
     * @param score a function of a weight and its gradient, such as {@link #magnitude} or {@link #snip}
     * @param decay in [0, 1)
     * @return the score
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the decay is outside of [0, 1)
     */
    static DropScore runningMean(DropScore score, double decay) {
        return new RunningScore(score, decay);
    }

    /**
     * A score over the largest magnitude of it in the same weight: makes weights comparable, for {@link
     * DropCriterion#smallestOfAll}.
     *
     * @param score another score
     * @return the score
     */
    static DropScore overMaximum(DropScore score) {
        return new ScaledScore(score, "maximum", false, Math::max);
    }

    /**
     * A score over the sum of its magnitudes in the same weight, for {@link DropCriterion#smallestOfAll}.
     *
     * @param score another score
     * @return the score
     */
    static DropScore overSum(DropScore score) {
        return new ScaledScore(score, "sum", false, Double::sum);
    }

    /**
     * A score over the largest magnitude of it among the connections into the same neuron or filter: makes neurons
     * comparable, so that none loses its inputs only because all of its scores are small.
     *
     * @param score another score
     * @return the score
     */
    static DropScore overMaximumOfNeuron(DropScore score) {
        return new ScaledScore(score, "maximum", true, Math::max);
    }

    /**
     * A score over the sum of its magnitudes among the connections into the same neuron or filter.
     *
     * @param score another score
     * @return the score
     */
    static DropScore overSumOfNeuron(DropScore score) {
        return new ScaledScore(score, "sum", true, Double::sum);
    }
}
