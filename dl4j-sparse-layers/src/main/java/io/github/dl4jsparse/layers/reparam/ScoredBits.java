package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;

/** Takes the blocks of one weight array of single precision through a {@link ScoredWeight}. */
final class ScoredBits {

    private final ScoredWeight weight;
    private final Site site;
    private final int[] numbers = new int[NumberBlocks.SIZE];
    private final int[] scores = new int[NumberBlocks.SIZE];
    private final float[] weights = new float[NumberBlocks.SIZE];
    private final float[] gradient = new float[NumberBlocks.SIZE];

    private ScoredBits(ScoredWeight weight, Site site) {
        this.weight = weight;
        this.site = site;
    }

    /** The way by bits, or null where numbers have to be converted. */
    static ScoredBits of(EffectiveWeight effective, Site site, NumberBlocks own) {
        return effective instanceof ScoredWeight weight && own.hasBits() ? new ScoredBits(weight, site) : null;
    }

    /** Computes the effective weights of a block; false where that is left to {@link ScoredWeight#forward}. */
    boolean forward(NumberBlocks own, NumberBlocks inner, int first, int count) {
        own.readBits(site.storedAt() + first, numbers, count);
        own.readBits(site.extraSlots().get(0).at() + first, scores, count);
        if (!weight.keepUsed(numbers, scores, count)) {
            return false;
        }
        inner.writeBits(numbers, site.inner().at() + first, count);
        return true;
    }

    /** Computes the gradients of a block, those of the weights being 0: their memory may be that of the effective ones'. */
    void backward(NumberBlocks own, NumberBlocks innerGradients, NumberBlocks ownGradients, int first, int count) {
        own.readFloats(site.storedAt() + first, weights, count);
        innerGradients.readFloats(site.inner().at() + first, gradient, count);
        ScoredWeight.scoreGradient(gradient, weights, count);
        ownGradients.clear(site.storedAt() + first, count);
        ownGradients.writeFloats(gradient, site.extraSlots().get(0).at() + first, count);
    }
}
