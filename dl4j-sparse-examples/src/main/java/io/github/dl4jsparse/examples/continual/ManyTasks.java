package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.LearnedTask;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.examples.data.TrainTestData;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Learns many tasks, and measures what they cost when so many are known. */
public final class ManyTasks {

    private final ContinualLearner learner;
    private final TaskStream stream;
    private final int asked;
    private final List<Task> known = new ArrayList<>();

    /**
     * Prepares a learner.
     *
     * @param settings of the run, with a way to infer tasks
     * @param seed of the run
     * @param data to make tasks of
     * @param asked for how many examples of all tasks together the task is inferred
     * @param listener is told of the progress
     */
    public ManyTasks(ContinualSettings settings, long seed, TrainTestData data, int asked, ContinualListener listener) {
        this.stream = StreamMaker.make(settings, seed, data);
        this.learner = ContinualRun.learner(settings, seed, data, stream, listener);
        this.asked = asked;
    }

    /**
     * Learns and measures.
     *
     * @param at after how many tasks
     * @param points is told of each measurement
     */
    public void run(SortedSet<Integer> at, Consumer<ManyTasksPoint> points) {
        for (Task task : stream) {
            learner.learn(task);
            known.add(task);
            if (at.contains(known.size())) {
                points.accept(measure());
            }
        }
    }

    private ManyTasksPoint measure() {
        double[] accuracies = known.stream().mapToDouble(this::accuracy).toArray();
        double sum = 0;
        double least = 1;
        for (double accuracy : accuracies) {
            sum += accuracy;
            least = Math.min(least, accuracy);
        }
        List<Double> inferring = new ArrayList<>();
        List<Double> asking = new ArrayList<>();
        int inferred = 0;
        int surest = 0;
        for (int i = 0; i < asked; i++) {
            Task task = known.get(i % known.size());
            INDArray one = example(task, i);
            long start = System.nanoTime();
            inferred += learner.inferTasks(one)[0] == task.id() ? 1 : 0;
            long between = System.nanoTime();
            surest += surest(one) == task.id() ? 1 : 0;
            inferring.add((between - start) / 1e6);
            asking.add((System.nanoTime() - between) / 1e6);
        }
        return new ManyTasksPoint(
                known.size(),
                sum / accuracies.length,
                least,
                (double) inferred / asked,
                median(inferring),
                median(asking),
                (double) surest / asked,
                known.stream()
                        .mapToLong(task -> learner.memory(task.id()).bytes())
                        .average()
                        .orElseThrow(),
                learner.learned().stream()
                        .mapToDouble(LearnedTask::seconds)
                        .average()
                        .orElseThrow());
    }

    private static INDArray example(Task task, int number) {
        task.test().reset();
        DataSet batch = task.test().next();
        int row = number % batch.numExamples();
        return batch.getFeatures().getRow(row, true).dup();
    }

    /** The task whose answer has the least entropy: a forward pass for each. */
    private int surest(INDArray one) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (Task task : known) {
            INDArray p = learner.output(one, task.id());
            double entropy = 0;
            for (int c = 0; c < p.size(1); c++) {
                double q = p.getDouble(0, c);
                entropy -= q > 0 ? q * Math.log(q) : 0;
            }
            if (entropy < least) {
                least = entropy;
                best = task.id();
            }
        }
        return best;
    }

    private double accuracy(Task task) {
        long right = 0;
        long all = 0;
        task.test().reset();
        while (task.test().hasNext()) {
            DataSet batch = task.test().next();
            int[] answers = learner.predict(batch.getFeatures(), task.id());
            for (int row = 0; row < answers.length; row++) {
                right += batch.getLabels().getDouble(row, answers[row]) == 1 ? 1 : 0;
            }
            all += answers.length;
        }
        return (double) right / all;
    }

    private static double median(List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
