package io.github.dl4jsparse.continual.strategy;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Settings of {@link PackNet}. */
public final class PackNetBuilder {

    private List<Double> pruneRatios = List.of(0.5, 0.75);
    private int retrainEpochs = 10;
    private Double retrainLearningRate;

    PackNetBuilder() {}

    /**
     * Which share of a task's weights is freed after its training.
     *
     * @param ofEachTask in [0, 1), for the first task, the second, and so on; the last one holds for all further tasks. 0 leaves a
     *     task unpruned. 0.5, 0.75 by default
     * @return this
     * @throws DL4JInvalidConfigException if there is none or one is outside of [0, 1)
     */
    public PackNetBuilder pruneRatio(double... ofEachTask) {
        if (ofEachTask.length == 0 || Arrays.stream(ofEachTask).anyMatch(p -> !(p >= 0 && p < 1))) {
            throw new DL4JInvalidConfigException("The prune ratios " + Arrays.toString(ofEachTask)
                    + " must be in [0, 1). Maybe you passed percentages?");
        }
        pruneRatios = Arrays.stream(ofEachTask).boxed().toList();
        return this;
    }

    /**
     * How long the weights that are left are trained after pruning.
     *
     * @param epochs at least 0; 10 by default
     * @return this
     * @throws DL4JInvalidConfigException if it is negative
     */
    public PackNetBuilder retrainEpochs(int epochs) {
        if (epochs < 0) {
            throw new DL4JInvalidConfigException(
                    "The number of epochs (" + epochs + ") after pruning must not be negative.");
        }
        retrainEpochs = epochs;
        return this;
    }

    /**
     * The learning rate after pruning, a tenth of the first in the paper.
     *
     * @param rate positive; by default that of the configuration
     * @return this
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public PackNetBuilder retrainLearningRate(double rate) {
        if (!(rate > 0)) {
            throw new DL4JInvalidConfigException("The learning rate (" + rate + ") after pruning must be positive.");
        }
        retrainLearningRate = rate;
        return this;
    }

    /**
     * Builds the strategy.
     *
     * @return immutable settings
     */
    public PackNet build() {
        return new PackNet(pruneRatios, retrainEpochs, retrainLearningRate);
    }
}
