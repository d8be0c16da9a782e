package io.github.dl4jsparse.continual.inference;

/** The ways to find out which task examples belong to. Each says how many consecutive examples are known to be of one task. */
public final class TaskInferences {

    private TaskInferences() {}

    /**
     * One backward pass over the mean of all tasks: the task whose weight lowers the entropy fastest, {@code argmin_i dH/d alpha_i} at
     * {@code alpha_i = 1/k}. Costs the same however many tasks there are, but for a sum over their weights. Wortsman et al., NeurIPS
     * 2020, ONE-SHOT.
     *
     * @param group examples of one task, at least 1
     * @return the way; for strategies with a superposition
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the number is not positive
     */
    public static TaskInference oneShot(int group) {
        return new GradientInference(false, false, group);
    }

    /**
     * As {@link #oneShot}, by halves: tasks with a gradient up to the median stay, until one is left; about {@code log2 k} backward
     * passes. Wortsman et al., NeurIPS 2020, BINARY.
     *
     * @param group examples of one task, at least 1
     * @return the way; for strategies with a superposition
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the number is not positive
     */
    public static TaskInference binary(int group) {
        return new GradientInference(true, false, group);
    }

    /**
     * As {@link #oneShot} or {@link #binary}, with the objective {@code G = mean logsumexp(z)} of which only the superfluous outputs,
     * those that are no class of any task, have a gradient.
     *
     * @param byHalves whether candidates are halved
     * @param group examples of one task, at least 1
     * @return the way; for networks with more outputs than classes
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the number is not positive
     */
    public static TaskInference superfluousOutputs(boolean byHalves, int group) {
        return new GradientInference(byHalves, true, group);
    }

    /**
     * Every task answers, and the one of least mean entropy is taken; k forward passes.
     *
     * @param group examples of one task, at least 1
     * @return the way
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the number is not positive
     */
    public static TaskInference leastEntropy(int group) {
        return new LeastEntropy(group);
    }

    /**
     * Every task answers, and the one with the largest sum of largest logits of its classes is taken: {@code argmax_t sum_x max_{c in
     * C_t} z_{t,c}(x)}. Dekhovich et al., <i>Continual Prune-and-Select</i>, Applied Intelligence 2023.
     *
     * @param group examples of one task, at least 1
     * @return the way
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the number is not positive
     */
    public static TaskInference maximumOutput(int group) {
        return new MaximumOutput(group);
    }

    /**
     * Every task computes what it hands to its output layer, and the one whose class means are nearest is taken: {@code argmin_t
     * sum_x min_{c in C_t} |f_t(x) - mu_{t,c}|^2}, features scaled to length 1 and means of such features over the training examples.
     * Rebuffi et al., <i>iCaRL</i>, CVPR 2017, as an option of Dekhovich et al., Applied Intelligence 2023.
     *
     * @param group examples of one task, at least 1
     * @return the way
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the number is not positive
     */
    public static TaskInference nearestMean(int group) {
        return new NearestMean(group);
    }
}
