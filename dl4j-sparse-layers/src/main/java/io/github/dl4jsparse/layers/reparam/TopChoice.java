package io.github.dl4jsparse.layers.reparam;

/** The largest magnitudes. */
final class TopChoice implements MaskChoice {

    private final LargestScores largest;

    TopChoice(WeightArray array, int kept) {
        largest = new LargestScores(array, kept);
    }

    @Override
    public void begin(WeightPass pass) {
        largest.select(pass, 0);
    }

    @Override
    public void restart() {}

    @Override
    public boolean uses(double score, int k) {
        return largest.contains(score, k);
    }

    @Override
    public double slope(double score) {
        return Math.signum(score);
    }
}
