package io.github.dl4jsparse.layers.reparam;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code alpha sum exp(-t)}, whose gradient {@code -alpha exp(-t)} pushes thresholds up and fades as they grow.
 *
 * @param alpha the weight of the penalty
 */
record ExponentialPenalty(double alpha) implements Regularization {

    private static final long serialVersionUID = 1L;

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
        gradView.subi(Transforms.exp(param.neg(), false).muli(alpha));
    }

    @Override
    public double score(INDArray param, int iteration, int epoch) {
        return alpha * Transforms.exp(param.neg(), false).sumNumber().doubleValue();
    }

    @Override
    public Regularization clone() {
        return this;
    }
}
