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
    public boolean uses(double score, int k) {
        return drawn ? random.nextDouble() < sigmoid(score) : score >= 0;
    }

    @Override
    public double slope(double score) {
        double p = sigmoid(score);
        return p * (1 - p);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
