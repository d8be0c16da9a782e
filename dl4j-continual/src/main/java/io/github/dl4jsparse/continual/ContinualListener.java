package io.github.dl4jsparse.continual;

import java.util.List;

/** What a learner tells of its progress, on the thread that learns. */
public interface ContinualListener {

    /**
     * A task begins.
     *
     * @param task the task
     * @param number how many were learnt before
     */
    default void taskStarts(Task task, int number) {}

    /**
     * A phase of it begins.
     *
     * @param task the task
     * @param phase its part
     */
    default void phaseStarts(Task task, Phase phase) {}

    /**
     * An epoch has ended.
     *
     * @param task the task
     * @param phase its part
     * @param epoch the number of the epoch in the phase, from 0
     * @param loss the score of the last minibatch
     */
    default void epochEnds(Task task, Phase phase, int epoch, double loss) {}

    /**
     * A task has been learnt.
     *
     * @param task its summary
     */
    default void taskLearned(LearnedTask task) {}

    /**
     * A stream's tasks have been asked for, after one more was learnt.
     *
     * @param learned how many were learnt
     * @param accuracies of all tasks that are known, under the learner's scenario; the learnt ones come first
     */
    default void tasksMeasured(int learned, List<Double> accuracies) {}

    /**
     * A task found no free connection in a layer.
     *
     * @param task the task
     * @param array the name of the weight array
     */
    default void capacityExhausted(Task task, String array) {}

    /**
     * Anything else that a strategy has to tell.
     *
     * @param message one sentence
     */
    default void notice(String message) {}
}
