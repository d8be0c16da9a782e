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
    public void choose(double[] scores, int first, int count, long[] mask) {
        largest.choose(scores, first, count, mask);
    }

    @Override
    public void slopes(WeightBlock block, double[] slopes) {
        double[] scores = block.extra(0);
        for (int k = 0; k < block.count(); k++) {
            slopes[k] = Math.signum(scores[k]);
        }
    }
}
