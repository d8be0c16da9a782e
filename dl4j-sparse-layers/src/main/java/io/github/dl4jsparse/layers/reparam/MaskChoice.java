package io.github.dl4jsparse.layers.reparam;

/** A rule by which scores choose the weights that are used. */
interface MaskChoice {

    /** Before a pass. */
    void begin(WeightPass pass);

    /** Before the blocks are walked in order; if they are walked again, the same ones are chosen. */
    void restart();

    /** Whether a weight is used; asked in order, once for each weight and walk. */
    boolean uses(double score, int k);

    /** The derivative of the mask by the score that the gradient goes straight through. */
    double slope(double score);
}
