package io.github.dl4jsparse.layers.reparam;

/** Scores from 0 on. */
final class ThresholdChoice implements MaskChoice {

    @Override
    public void begin(WeightPass pass) {}

    @Override
    public void restart() {}

    @Override
    public boolean uses(double score, int k) {
        return score >= 0;
    }

    @Override
    public double slope(double score) {
        return 1;
    }
}
