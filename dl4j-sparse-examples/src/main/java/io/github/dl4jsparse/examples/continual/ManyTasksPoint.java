package io.github.dl4jsparse.examples.continual;

/**
 * What was measured when so many tasks were learnt.
 *
 * @param tasks how many
 * @param accuracy mean over the tasks, when the task is told
 * @param leastAccuracy that of the task that is known worst
 * @param inferenceAccuracy how often the task of single examples was inferred rightly
 * @param inferenceMillis median time to infer the task of one example
 * @param askingMillis median time to let every task answer one example
 * @param askingAccuracy how often the surest answer was of the right task
 * @param bytesPerTask what is stored for a task, on average
 * @param secondsPerTask time of training of a task, on average
 */
public record ManyTasksPoint(
        int tasks,
        double accuracy,
        double leastAccuracy,
        double inferenceAccuracy,
        double inferenceMillis,
        double askingMillis,
        double askingAccuracy,
        double bytesPerTask,
        double secondsPerTask) {}
