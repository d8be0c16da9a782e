package io.github.dl4jsparse.continual.strategy;

/** How the diagonal of the Fisher information is estimated: means over examples of squared gradients of {@code log p}. */
public enum Fisher {
    /** Over all labels, weighted by the network's own probabilities: {@code mean_x sum_c p_c (d log p_c / d theta)^2}. */
    EXACT,

    /** With one label drawn from the network's own probabilities for each example. */
    SAMPLED,

    /** With the true label of each example. */
    EMPIRICAL,

    /** The square of the mean gradient of each minibatch: quick, and too low by about the size of the batch. */
    BATCH_EMPIRICAL
}
