package io.github.dl4jsparse.layers.reparam;

/**
 * Effective weights that are the stored ones bit for bit, or +0.0, as its only extra says; the same holds for gradients and, after
 * a step, for stored weights. Numbers of single precision are then taken as bits and not turned into {@code double} and back.
 */
interface BitSelection extends EffectiveWeight {

    /**
     * Makes numbers +0.0 where the weight is not used.
     *
     * @param numbers in and out: bits of single-precision numbers
     * @param extra bits of the extra's numbers
     * @param count how many
     * @return the bits that were removed, of all numbers together: 0 if nothing was changed
     */
    int keepUsed(int[] numbers, int[] extra, int count);
}
