package io.github.dl4jsparse.layers.reparam;

import java.util.Arrays;

/** Scores from 0 on. */
final class ThresholdChoice implements MaskChoice {

    @Override
    public void begin(WeightPass pass) {}

    @Override
    public void restart() {}

    @Override
    public void choose(double[] scores, int first, int count, long[] mask) {
        for (int k = 0; k < count; k++) {
            mask[k] = ~BitMask.above(0, scores[k]);
        }
    }

    @Override
    public void slopes(WeightBlock block, double[] slopes) {
        Arrays.fill(slopes, 0, block.count(), 1);
    }
}
