package io.github.dl4jsparse.layers.reparam;

/**
 * Effective weights that are the stored ones bit for bit, or +0.0: forward, numbers of single precision are taken as bits and not
 * turned into {@code double} and back.
 */
interface ForwardBits extends EffectiveWeight {

    /**
     * Makes weights +0.0 where they are not used.
     *
     * @param weights in and out: bits of the block's weights
     * @param block where the weights are in the array
     * @param pass numbers that the whole array has
     * @return whether it is done; else nothing is changed, and {@link #forward} has to do it
     */
    boolean keepUsed(int[] weights, WeightBlock block, WeightPass pass);
}
