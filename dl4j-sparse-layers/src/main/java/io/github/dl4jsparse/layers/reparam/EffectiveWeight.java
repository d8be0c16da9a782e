package io.github.dl4jsparse.layers.reparam;

/**
 * Computes the effective weights of one array, and turns their gradient into gradients of what is stored. Numbers are {@code
 * double}, whatever the network's precision; memory is touched block by block, so that it crosses the bus once.
 *
 * <p>A training pass is {@link #begin}, {@link #forward} for each block, later {@link #backward} for each block, {@link #finish};
 * the object keeps what both halves need, such as what was sampled. Inference is the first two.
 */
public interface EffectiveWeight {

    /**
     * Before the first block of a forward pass: to select, sample, check.
     *
     * @param pass the pass
     */
    default void begin(WeightPass pass) {}

    /**
     * Computes {@code block.effective()} from {@code block.weights()} and the extras.
     *
     * @param block some consecutive weights
     * @param pass the pass
     */
    void forward(WeightBlock block, WeightPass pass);

    /**
     * After the last block of a forward pass.
     *
     * @param pass the pass
     * @return whether all blocks have to be computed once more, because extras were changed and stored, or all weights had to be
     *     seen first
     */
    default boolean again(WeightPass pass) {
        return false;
    }

    /**
     * Turns {@code block.gradient()}, which holds dL/dW_eff, into dL/dW, and writes the gradients of extras with one number for
     * each weight; those of other extras are added up in {@link WeightPass#extraGradient}. Gradients are sums over the minibatch.
     * A penalty's gradient is added times {@link WeightPass#penaltyScale}.
     *
     * @param block some consecutive weights
     * @param pass the pass
     */
    void backward(WeightBlock block, WeightPass pass);

    /**
     * Whether {@link #backward} wants to find the effective weights of the forward pass in {@code block.effective()}, in the
     * network's precision: what was sampled can be told from them, so that it need not be kept.
     *
     * @return false unless overridden
     */
    default boolean remembersEffective() {
        return false;
    }

    /**
     * After the last block of a backward pass.
     *
     * @param pass the pass
     */
    default void finish(WeightPass pass) {}

    /**
     * Whether there is a penalty.
     *
     * @return false unless overridden
     */
    default boolean penalized() {
        return false;
    }

    /**
     * The part of the penalty that belongs to some weights; asked for each block in turn where {@link #penalized}.
     *
     * @param block some consecutive weights; the gradients are not there
     * @param pass the pass
     * @return what the network's score is raised by
     */
    default double penalty(WeightBlock block, WeightPass pass) {
        return 0;
    }

    /**
     * The part of the penalty that belongs to no weight.
     *
     * @param pass the pass
     * @return what the network's score is raised by
     */
    default double penalty(WeightPass pass) {
        return 0;
    }

    /**
     * After the updater's step: to keep extras in their range by {@link WeightPass#extra} and {@link WeightPass#store}.
     *
     * @param pass the pass
     */
    default void afterStep(WeightPass pass) {}

    /**
     * Whether stored weights are looked at after the updater's step, too.
     *
     * @return false unless overridden
     */
    default boolean restoresWeights() {
        return false;
    }

    /**
     * After the updater's step and constraints, where {@link #restoresWeights}: to put back what must not change.
     *
     * @param block some consecutive weights, which may be written; biases do not come
     * @param pass the pass
     * @return whether a weight was written
     */
    default boolean afterStep(WeightBlock block, WeightPass pass) {
        return false;
    }
}
