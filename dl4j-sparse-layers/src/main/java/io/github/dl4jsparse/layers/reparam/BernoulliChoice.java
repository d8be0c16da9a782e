package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.random.RandomStream;

/** Draws, with the score's sigmoid as probability; at inference the weights that are more likely than not. */
final class BernoulliChoice implements MaskChoice {

    private boolean drawn;
    private long seed;
    private RandomStream random;

    @Override
    public void begin(WeightPass pass) {
        drawn = pass.training();
        seed = drawn ? pass.random().nextLong() : 0;
    }

    /** A walk is drawn again rather than kept. */
    @Override
    public void restart() {
        random = RandomStream.of(seed, "supermask");
    }

    @Override
    public void choose(double[] scores, int first, int count, long[] mask) {
        for (int k = 0; k < count; k++) {
            mask[k] = drawn ? BitMask.above(sigmoid(scores[k]), random.nextDouble()) : ~BitMask.above(0, scores[k]);
        }
    }

    @Override
    public void slopes(WeightBlock block, double[] slopes) {
        double[] scores = block.extra(0);
        for (int k = 0; k < block.count(); k++) {
            double p = sigmoid(scores[k]);
            slopes[k] = p * (1 - p);
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
