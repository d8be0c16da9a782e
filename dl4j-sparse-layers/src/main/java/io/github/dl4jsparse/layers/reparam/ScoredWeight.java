package io.github.dl4jsparse.layers.reparam;

/**
 * Frozen weights that are used where their scores, the only extra, are above a bound: {@code W_eff = W} there and +0.0 elsewhere,
 * {@code dL/ds = G W} everywhere. What that makes of numbers of single precision is the same without turning them into {@code
 * double} and back: a weight's bits are kept or not, and a product is rounded once.
 */
final class ScoredWeight implements EffectiveWeight {

    private final double bound;
    private final int orderedBound;
    private final EmptyMaskWarning warning = new EmptyMaskWarning();
    private boolean used;

    private ScoredWeight(double bound) {
        this.bound = bound;
        this.orderedBound = BitMask.orderedBound(bound);
    }

    /** Used are scores {@code > bound}. */
    static ScoredWeight above(double bound) {
        return new ScoredWeight(bound);
    }

    /** Used are scores {@code >= 0}. */
    static ScoredWeight notNegative() {
        return new ScoredWeight(-Double.MIN_VALUE);
    }

    @Override
    public void begin(WeightPass pass) {
        used = false;
    }

    @Override
    public void forward(WeightBlock block, WeightPass pass) {
        double[] w = block.weights();
        double[] s = block.extra(0);
        double[] effective = block.effective();
        long suspect = 0;
        long kept = 0;
        for (int k = 0; k < block.count(); k++) {
            suspect |= BitMask.suspect(s[k]);
            long mask = BitMask.above(s[k], bound);
            kept |= mask;
            effective[k] = BitMask.keep(w[k], mask);
        }
        used |= kept != 0;
        if (suspect < 0) {
            BitMask.spread(s, effective, block.count());
        }
    }

    /**
     * The same by bits.
     *
     * @param weights in and out: bits of the weights, and of the effective ones
     * @param scores bits of the scores
     * @param count how many
     * @return whether it is done; else a score is NaN or infinite, nothing is changed, and {@link #forward} has to do it
     */
    boolean keepUsed(int[] weights, int[] scores, int count) {
        if (suspect(scores, count) < 0) {
            return false;
        }
        used |= keepAbove(weights, scores, orderedBound, count) != 0;
        return true;
    }

    /** A loop with one result, joined by {@code |}, is one that the JIT compiler vectorises. */
    private static int suspect(int[] scores, int count) {
        int suspect = 0;
        for (int k = 0; k < count; k++) {
            suspect |= BitMask.suspect(scores[k]);
        }
        return suspect;
    }

    private static int keepAbove(int[] weights, int[] scores, int bound, int count) {
        int kept = 0;
        for (int k = 0; k < count; k++) {
            int mask = BitMask.above(scores[k], bound);
            kept |= mask;
            weights[k] &= mask;
        }
        return kept;
    }

    @Override
    public boolean again(WeightPass pass) {
        warning.check(used ? 1 : 0, pass);
        return false;
    }

    @Override
    public void backward(WeightBlock block, WeightPass pass) {
        double[] w = block.weights();
        double[] g = block.gradient();
        double[] scoreGradient = block.extraGradient(0);
        for (int k = 0; k < block.count(); k++) {
            scoreGradient[k] = g[k] * w[k];
        }
    }

    /** The same in single precision; the gradient becomes that of the scores. */
    static void scoreGradient(float[] gradient, float[] weights, int count) {
        for (int k = 0; k < count; k++) {
            gradient[k] *= weights[k];
        }
    }
}
