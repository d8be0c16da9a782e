package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;

/** Weights times a mask chosen by scores. */
final class SupermaskedWeight implements EffectiveWeight {

    private final WeightArray array;
    private final MaskChoice choice;
    private final boolean rescaled;
    private final EmptyMaskWarning warning = new EmptyMaskWarning();
    private final long[] mask = new long[NumberBlocks.SIZE];
    private final double[] slopes = new double[NumberBlocks.SIZE];
    private double factor;
    private int used;
    private boolean counted;

    SupermaskedWeight(WeightArray array, MaskChoice choice, boolean rescaled) {
        this.array = array;
        this.choice = choice;
        this.rescaled = rescaled;
    }

    @Override
    public void begin(WeightPass pass) {
        choice.begin(pass);
        choice.restart();
        used = 0;
        factor = 1;
        counted = false;
    }

    @Override
    public void forward(WeightBlock block, WeightPass pass) {
        double[] w = block.weights();
        double[] s = block.extra(0);
        double[] effective = block.effective();
        choice.choose(s, block.first(), block.count(), mask);
        long suspect = 0;
        int chosen = 0;
        for (int k = 0; k < block.count(); k++) {
            suspect |= BitMask.suspect(s[k]);
            effective[k] = factor * BitMask.keep(w[k], mask[k]);
            chosen -= (int) mask[k];
        }
        used += chosen;
        if (suspect < 0) {
            BitMask.spread(s, effective, block.count());
        }
    }

    /** How many are used is known after a first walk. */
    @Override
    public boolean again(WeightPass pass) {
        if (counted) {
            return false;
        }
        warning.check(used, pass);
        counted = true;
        if (!rescaled || used == 0) {
            return false;
        }
        factor = (double) array.size() / used;
        choice.restart();
        return true;
    }

    @Override
    public void backward(WeightBlock block, WeightPass pass) {
        double[] w = block.weights();
        double[] g = block.gradient();
        double[] scoreGradient = block.extraGradient(0);
        choice.slopes(block, slopes);
        for (int k = 0; k < block.count(); k++) {
            scoreGradient[k] = factor * g[k] * w[k] * slopes[k];
        }
    }
}
