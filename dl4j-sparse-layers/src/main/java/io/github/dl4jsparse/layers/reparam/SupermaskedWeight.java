package io.github.dl4jsparse.layers.reparam;

/** Weights times a mask chosen by scores. */
final class SupermaskedWeight implements EffectiveWeight {

    private final WeightArray array;
    private final MaskChoice choice;
    private final boolean rescaled;
    private final EmptyMaskWarning warning = new EmptyMaskWarning();
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
        for (int k = 0; k < block.count(); k++) {
            boolean uses = choice.uses(s[k], block.first() + k);
            double unused = Double.isNaN(s[k]) ? s[k] : 0;
            effective[k] = uses && !Double.isNaN(s[k]) ? factor * w[k] : unused;
            used += uses ? 1 : 0;
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
        double[] s = block.extra(0);
        double[] g = block.gradient();
        double[] scoreGradient = block.extraGradient(0);
        for (int k = 0; k < block.count(); k++) {
            scoreGradient[k] = factor * g[k] * w[k] * choice.slope(s[k]);
        }
    }
}
