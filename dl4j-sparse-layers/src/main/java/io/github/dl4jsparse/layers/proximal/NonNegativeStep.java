package io.github.dl4jsparse.layers.proximal;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Stops an updater's step at zero: {@code x := max(0, x - step)}, for a parameter x that is not negative. What would become less
 * than a millionth of itself becomes exactly 0, so that rounding leaves no crumbs.
 */
public record NonNegativeStep() implements Regularization {

    private static final long serialVersionUID = 1L;
    private static final double CRUMB = 1e-6;

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.POST_UPDATER;
    }

    @Override
    public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
        INDArray left = param.sub(gradView);
        INDArray kept = left.gt(param.mul(CRUMB)).castTo(param.dataType());
        // where nothing is kept the step is the parameter itself, bit for bit
        gradView.muli(kept).addi(param.mul(kept.rsubi(1)));
    }

    @Override
    public double score(INDArray param, int iteration, int epoch) {
        return 0;
    }

    @Override
    public Regularization clone() {
        return this;
    }
}
