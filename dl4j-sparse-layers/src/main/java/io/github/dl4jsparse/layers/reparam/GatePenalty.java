package io.github.dl4jsparse.layers.reparam;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code weight sum sigmoid(log alpha - shift)}: the expected number of open gates, each counted {@code weight} times.
 *
 * @param weight how much an open gate counts
 * @param shift the logarithm of the odds at which a gate is open half of the time
 */
record GatePenalty(double weight, double shift) implements Regularization {

    private static final long serialVersionUID = 1L;

    private INDArray open(INDArray logAlpha) {
        return Transforms.sigmoid(logAlpha.sub(shift), false);
    }

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
        INDArray open = open(param);
        gradView.addi(open.rsub(1).muli(open).muli(weight));
    }

    @Override
    public double score(INDArray param, int iteration, int epoch) {
        return weight * open(param).sumNumber().doubleValue();
    }

    @Override
    public Regularization clone() {
        return this;
    }
}
