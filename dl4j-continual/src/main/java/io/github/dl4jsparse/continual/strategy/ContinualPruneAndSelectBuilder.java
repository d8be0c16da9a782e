package io.github.dl4jsparse.continual.strategy;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Settings of {@link ContinualPruneAndSelect}. */
public final class ContinualPruneAndSelectBuilder {

    private double denseShare = 0.95;
    private double convolutionShare = 0.9;
    private int iterations = 1;
    private int retrainEpochs = 50;
    private Double retrainLearningRate;
    private int examples = 1000;

    ContinualPruneAndSelectBuilder() {}

    /**
     * How much of the importances of a neuron's edges stays, alpha.
     *
     * @param dense of dense layers, in (0, 1]; 0.95 by default
     * @param convolution of convolutions, in (0, 1]; 0.9 by default
     * @return this
     * @throws DL4JInvalidConfigException if one is outside of (0, 1]
     */
    public ContinualPruneAndSelectBuilder keep(double dense, double convolution) {
        if (!(dense > 0 && dense <= 1 && convolution > 0 && convolution <= 1)) {
            throw new DL4JInvalidConfigException("The shares (" + dense + ") and (" + convolution
                    + ") of importance that stay must be in (0, 1]. Maybe you passed percentages?");
        }
        denseShare = dense;
        convolutionShare = convolution;
        return this;
    }

    /**
     * How often a task is pruned and trained again.
     *
     * @param times at least 1; 1 by default
     * @return this
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public ContinualPruneAndSelectBuilder iterations(int times) {
        if (times < 1) {
            throw new DL4JInvalidConfigException("The number of prunings (" + times
                    + ") of a task must be positive. Without any it would take all" + " weights.");
        }
        iterations = times;
        return this;
    }

    /**
     * How long what is left is trained after each pruning.
     *
     * @param epochs at least 0; 50 by default
     * @return this
     * @throws DL4JInvalidConfigException if it is negative
     */
    public ContinualPruneAndSelectBuilder retrainEpochs(int epochs) {
        if (epochs < 0) {
            throw new DL4JInvalidConfigException(
                    "The number of epochs (" + epochs + ") after pruning must not be negative.");
        }
        retrainEpochs = epochs;
        return this;
    }

    /**
     * The learning rate after pruning.
     *
     * @param rate positive; by default that of the configuration
     * @return this
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public ContinualPruneAndSelectBuilder retrainLearningRate(double rate) {
        if (!(rate > 0)) {
            throw new DL4JInvalidConfigException("The learning rate (" + rate + ") after pruning must be positive.");
        }
        retrainLearningRate = rate;
        return this;
    }

    /**
     * On how many examples of the task importances are measured.
     *
     * @param count at least 1; the first 1000 by default, up to a whole minibatch
     * @return this
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public ContinualPruneAndSelectBuilder examples(int count) {
        if (count < 1) {
            throw new DL4JInvalidConfigException(
                    "The number of examples (" + count + ") on which importances are measured must be positive.");
        }
        examples = count;
        return this;
    }

    /**
     * Builds the strategy.
     *
     * @return immutable settings
     */
    public ContinualPruneAndSelect build() {
        return new ContinualPruneAndSelect(
                denseShare, convolutionShare, iterations, retrainEpochs, retrainLearningRate, examples);
    }
}
