package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.metrics.AccuracyMatrix;
import io.github.dl4jsparse.continual.metrics.TaskConfusion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What was measured over a stream of tasks.
 *
 * @param strategy the name of what learnt
 * @param stream the name of what was learnt
 * @param scenario what the network was told when it was asked
 * @param seed the learner's
 * @param tasks what was learnt, in this order
 * @param withTask accuracies when the task is told: the answer is one of its classes
 * @param withoutTask accuracies when it is not: the answer is one of all classes learnt so far; empty where the task can neither be
 *     left out nor be inferred
 * @param untrained accuracies on each task before anything was learnt, under the scenario; NaN where something was, and in the
 *     class-incremental scenario for tasks with classes that earlier ones have not
 * @param inference which tasks were inferred after the last task, those that were learnt before the study first; empty where none was
 * @param testExamples how many test examples each task has
 * @param memory what is stored for each task besides shared parameters
 * @param capacity which part of each weight array was used after each task, by the names of the arrays; empty maps where tasks have
 *     no weights of their own
 */
public record ContinualResult(
        String strategy,
        String stream,
        Scenario scenario,
        long seed,
        List<LearnedTask> tasks,
        AccuracyMatrix withTask,
        Optional<AccuracyMatrix> withoutTask,
        List<Double> untrained,
        Optional<TaskConfusion> inference,
        List<Long> testExamples,
        List<TaskMemory> memory,
        List<Map<String, Double>> capacity) {

    /**
     * Keeps copies of the lists.
     *
     * @param strategy the name of what learnt
     * @param stream the name of what was learnt
     * @param scenario what the network was told when it was asked
     * @param seed the learner's
     * @param tasks what was learnt, in this order
     * @param withTask accuracies when the task is told
     * @param withoutTask accuracies when it is not
     * @param untrained accuracies before anything was learnt
     * @param inference which tasks were inferred
     * @param testExamples how many test examples each task has
     * @param memory what is stored for each task
     * @param capacity which part of each weight array was used after each task
     */
    public ContinualResult {
        tasks = List.copyOf(tasks);
        untrained = List.copyOf(untrained);
        testExamples = List.copyOf(testExamples);
        memory = List.copyOf(memory);
        capacity = capacity.stream()
                .map(used -> Collections.unmodifiableMap(new LinkedHashMap<>(used)))
                .toList();
    }

    /**
     * The accuracies under the learner's scenario.
     *
     * @return with the task's id in the task-incremental scenario, without it in others
     */
    public AccuracyMatrix accuracies() {
        return scenario == Scenario.TASK_INCREMENTAL ? withTask : withoutTask.orElseThrow();
    }

    /**
     * The share of all test examples that were answered rightly at the end: tasks count by their examples, where {@link
     * AccuracyMatrix#averageAccuracy} takes them alike.
     *
     * @return in [0, 1]; NaN without examples
     */
    public double sampleAccuracy() {
        return accuracies().sampleAccuracy(testExamples);
    }

    /**
     * How much worse tasks were learnt than by a network that was trained on all data so far: {@code I = mean_j (a*_j - R[j][j])}.
     * Chaudhry et al., ECCV 2018.
     *
     * @param joint what {@code Joint} has reached on the same stream under the same scenario: a* is its diagonal
     * @return in [-1, 1]; negative where the tasks were learnt better
     * @throws IllegalArgumentException if its stream, scenario or tasks are others
     */
    public double intransigence(ContinualResult joint) {
        List<SortedSet<Integer>> own = tasks.stream().map(LearnedTask::classes).toList();
        List<SortedSet<Integer>> others =
                joint.tasks.stream().map(LearnedTask::classes).toList();
        if (!joint.stream.equals(stream) || joint.scenario != scenario || !own.equals(others)) {
            throw new IllegalArgumentException("The result to compare with is of the stream (" + joint.stream
                    + ") with ("
                    + joint.tasks.size() + ") tasks under (" + joint.scenario + "), this one of (" + stream + ") with ("
                    + tasks.size() + ") under (" + scenario + "). Learn the same tasks with Joint.fromScratch().");
        }
        return accuracies().intransigence(joint.accuracies().whenLearned());
    }

    /**
     * How much was known of tasks before they were learnt: {@code FWT = mean_{j >= 1} (R[j-1][j] - b[j])}, b before anything was
     * learnt. Lopez-Paz and Ranzato, NeurIPS 2017.
     *
     * @return in [-1, 1]; NaN for a single task, and in the class-incremental scenario where each task has new classes: these are no
     *     possible answers before they were seen
     */
    public double forwardTransfer() {
        return accuracies().forwardTransfer(untrained);
    }
}
