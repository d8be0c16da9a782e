package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.inference.TaskInference;
import io.github.dl4jsparse.continual.metrics.AccuracyMatrix;
import io.github.dl4jsparse.continual.metrics.TaskConfusion;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.deeplearning4j.exception.DL4JException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Learns a stream and asks for every task that is known after each task. Of a stream whose length is not known, tasks are known up
 * to the next one, which is enough for forward transfer; nothing is copied from row to row. Tasks that the learner has learnt before
 * are not asked for, but may be inferred.
 */
final class Study {

    private static final double NONE = Double.NaN;

    /** About so many examples are answered together where their tasks are inferred by groups. */
    private static final int AT_ONCE = 128;

    private final ContinualLearner learner;
    private final TaskStream stream;
    /** How many tasks were learnt before this study. */
    private final int before;

    /** The network as it is before anything was learnt; null if something was. */
    private final NetworkView first;

    private final List<Task> tasks = new ArrayList<>();
    private final List<List<Double>> withTask = new ArrayList<>();
    private final List<List<Double>> withoutTask = new ArrayList<>();
    private final List<Double> untrained = new ArrayList<>();
    private final List<Map<String, Double>> capacity = new ArrayList<>();
    private long[][] inferred = {};
    private List<Long> examples = List.of();

    Study(ContinualLearner learner, TaskStream stream) {
        this.learner = learner;
        this.stream = stream;
        this.before = learner.learned().size();
        this.first = before == 0 ? learner.answers().copy() : null;
    }

    /** How many examples there were, and how many answers were right. */
    private static final class Count {
        private long all;
        private long withTask;
        private long withoutTask;

        double of(long right) {
            return all == 0 ? NONE : (double) right / all;
        }
    }

    ContinualResult run() {
        Iterator<Task> source = stream.iterator();
        if (stream.size().isPresent()) {
            source.forEachRemaining(tasks::add);
            source = List.copyOf(tasks).iterator();
        }
        int learned = 0;
        boolean asked = answersWithoutTask();
        while (source.hasNext()) {
            Task next = source.next();
            if (stream.size().isEmpty()) {
                tasks.add(next);
                measureNew(next, learned);
            } else if (learned == 0) {
                tasks.forEach(task -> untrained.add(untrained(task)));
            }
            checkInterrupted(learned);
            learner.learn(next);
            learned++;
            capacity.add(learner.capacity());
            measure(learned, asked);
        }
        if (learned == 0) {
            throw new IllegalArgumentException("The stream (" + stream.name() + ") has no task.");
        }
        return new ContinualResult(
                learner.strategyName(),
                stream.name(),
                learner.scenario(),
                learner.settings().seed(),
                learner.learned().subList(before, before + learned),
                matrix(withTask),
                asked ? Optional.of(matrix(withoutTask)) : Optional.empty(),
                untrained,
                inferred.length == 0 ? Optional.empty() : Optional.of(new TaskConfusion(inferred)),
                examples,
                tasks.stream().map(task -> learner.memory(task.id())).toList(),
                capacity);
    }

    private void checkInterrupted(int learned) {
        if (Thread.currentThread().isInterrupted()) {
            throw new DL4JException("The study of the stream (" + stream.name() + ") was interrupted after (" + learned
                    + ") tasks, which stay learnt.");
        }
    }

    private boolean answersWithoutTask() {
        return !learner.answers().separated() || learner.settings().inference() != null;
    }

    /** A task of a stream of unknown length, before it is learnt: a column for it, and the entry above its diagonal. */
    private void measureNew(Task task, int learned) {
        untrained.add(untrained(task));
        if (learned > 0) {
            Count count = count(task, learned, answersWithoutTask());
            withTask.get(learned - 1).add(count.of(count.withTask));
            withoutTask.get(learned - 1).add(count.of(count.withoutTask));
        }
    }

    private void measure(int learned, boolean asked) {
        inferred = asked && learner.answers().separated() ? new long[before + learned][before + learned] : inferred;
        List<Double> told = new ArrayList<>();
        List<Double> untold = new ArrayList<>();
        examples = new ArrayList<>();
        for (Task task : tasks) {
            Count count = count(task, learned, asked);
            examples.add(count.all);
            told.add(count.of(count.withTask));
            untold.add(count.of(count.withoutTask));
        }
        withTask.add(told);
        withoutTask.add(untold);
        learner.learning().measured(learned, learner.scenario() == Scenario.TASK_INCREMENTAL ? told : untold);
    }

    private AccuracyMatrix matrix(List<List<Double>> rows) {
        double[][] all = new double[rows.size()][rows.size()];
        for (int i = 0; i < all.length; i++) {
            Arrays.fill(all[i], NONE);
            for (int j = 0; j < Math.min(all.length, rows.get(i).size()); j++) {
                all[i][j] = rows.get(i).get(j);
            }
        }
        return new AccuracyMatrix(all);
    }

    /** In the class-incremental scenario classes that were not seen are never an answer, so that nothing can be transferred to them. */
    private double untrained(Task task) {
        SortedSet<Integer> classes = new TreeSet<>(task.classes());
        if (learner.scenario() == Scenario.CLASS_INCREMENTAL) {
            classes.clear();
            tasks.subList(0, tasks.indexOf(task)).forEach(other -> classes.addAll(other.classes()));
        }
        if (first == null || !classes.containsAll(task.classes())) {
            return NONE;
        }
        OutputHead head = OutputHead.of(first);
        long all = 0;
        long right = 0;
        DataSetIterator test = task.test();
        test.reset();
        while (test.hasNext()) {
            DataSet batch = test.next();
            int[] answers = ContinualLearner.best(head.logits(first, batch.getFeatures()), classes);
            right += right(answers, batch.getLabels());
            all += answers.length;
        }
        return all == 0 ? NONE : (double) right / all;
    }

    /** A task that was not learnt is answered as the latest one is, with its own classes when it is told. */
    private Count count(Task task, int learned, boolean asked) {
        List<LearnedTask> known = learner.learned();
        int number = tasks.indexOf(task);
        boolean own = number < learned;
        int answering = own ? task.id() : known.get(before + learned - 1).id();
        Count count = new Count();
        DataSetIterator test = inGroups(task.test());
        test.reset();
        while (test.hasNext()) {
            DataSet batch = test.next();
            INDArray features = batch.getFeatures();
            INDArray labels = batch.getLabels();
            int[] told = ContinualLearner.best(learner.answers().logits(answering, features), task.classes());
            count.withTask += right(told, labels);
            count.all += told.length;
            if (asked) {
                count.withoutTask += right(untold(features, number, own), labels);
            }
        }
        return count;
    }

    /** Examples that are known to be of one task are not torn apart where a minibatch ends. */
    private DataSetIterator inGroups(DataSetIterator test) {
        TaskInference inference = learner.settings().inference();
        if (inference == null || inference.group() == 1) {
            return test;
        }
        int groups = Math.max(1, AT_ONCE / inference.group());
        return new Rebatched(test, groups * inference.group());
    }

    private int[] untold(INDArray features, int number, boolean own) {
        if (!learner.answers().separated()) {
            return learner.predict(features);
        }
        int[] guessed = learner.inferTasks(features);
        if (own) {
            List<Integer> order = learner.answers().tasks();
            for (int task : guessed) {
                inferred[before + number][order.indexOf(task)]++;
            }
        }
        return learner.predict(features, guessed);
    }

    private static long right(int[] answers, INDArray labels) {
        long right = 0;
        for (int row = 0; row < answers.length; row++) {
            right += labels.getDouble(row, answers[row]) == 1 ? 1 : 0;
        }
        return right;
    }
}
