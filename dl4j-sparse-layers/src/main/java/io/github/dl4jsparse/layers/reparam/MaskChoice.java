package io.github.dl4jsparse.layers.reparam;

/** A rule by which scores choose the weights that are used. */
interface MaskChoice {

    /** Before a pass. */
    void begin(WeightPass pass);

    /** Before the blocks are walked in order; if they are walked again, the same ones are chosen. */
    void restart();

    /**
     * Chooses in a block.
     *
     * @param scores in; what is chosen by NaN does not matter
     * @param first the index of the block's first weight
     * @param count how many
     * @param mask out: a {@link BitMask} for each weight
     */
    void choose(double[] scores, int first, int count, long[] mask);

    /** The derivatives of a block's mask by the scores that the gradient goes straight through. */
    void slopes(WeightBlock block, double[] slopes);
}
