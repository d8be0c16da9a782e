package io.github.dl4jsparse.continual.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The accuracies of a sequence of T tasks: {@code R[i][j]} is the accuracy on task j after task i has been learnt, both
 * counted from 0, in [0, 1]. NaN stands for what was not measured and is left out of every mean. Immutable.
 *
 * <p>Lopez-Paz and Ranzato, <i>Gradient Episodic Memory for Continual Learning</i>, NeurIPS 2017 (average accuracy,
 * backward transfer); Chaudhry et al., <i>Riemannian Walk for Incremental Learning</i>, ECCV 2018 (forgetting).
 */
public final class AccuracyMatrix {

    private final double[][] accuracies;

    /**
     * A matrix of measured accuracies.
     *
     * @param accuracies T rows of T numbers, each in [0, 1] or NaN; copied
     * @throws IllegalArgumentException if the matrix is not square, is empty, or a number is out of range
     */
    public AccuracyMatrix(double[][] accuracies) {
        if (accuracies.length == 0) {
            throw new IllegalArgumentException("The accuracy matrix must have at least one task.");
        }
        this.accuracies = Arrays.stream(accuracies).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < tasks(); i++) {
            if (this.accuracies[i].length != tasks()) {
                throw new IllegalArgumentException("Row (" + i + ") of the accuracy matrix has ("
                        + this.accuracies[i].length + ") entries, but there are (" + tasks() + ") tasks.");
            }
            for (double accuracy : this.accuracies[i]) {
                if (accuracy < 0 || accuracy > 1) {
                    throw new IllegalArgumentException(
                            "The accuracy (" + accuracy + ") must be in [0, 1]. Maybe you passed a percentage?");
                }
            }
        }
    }

    /**
     * The number of tasks.
     *
     * @return T, at least 1
     */
    public int tasks() {
        return accuracies.length;
    }

    /**
     * One measured accuracy.
     *
     * @param afterTask how far the network had learnt, from 0
     * @param task what it was asked, from 0
     * @return {@code R[afterTask][task]}, NaN if it was not measured
     */
    public double get(int afterTask, int task) {
        return accuracies[afterTask][task];
    }

    /**
     * What each task reached right after it was learnt: the diagonal {@code R[j][j]}.
     *
     * @return a number for each task, NaN where it was not measured
     */
    public List<Double> whenLearned() {
        return IntStream.range(0, tasks()).mapToObj(j -> get(j, j)).toList();
    }

    /**
     * Average accuracy at the end: {@code ACC = mean_j R[T-1][j]}.
     *
     * @return in [0, 1]; NaN if nothing was measured
     */
    public double averageAccuracy() {
        return mean(tasks(), j -> get(tasks() - 1, j));
    }

    /**
     * Accuracy over all examples at the end: {@code sum_j n_j R[T-1][j] / sum_j n_j}.
     *
     * @param examples n, how many examples each task has
     * @return in [0, 1]; NaN if nothing was measured
     * @throws IllegalArgumentException if there is not one number for each task
     */
    public double sampleAccuracy(List<Long> examples) {
        if (examples.size() != tasks()) {
            throw new IllegalArgumentException("There must be a number of examples for each of the (" + tasks()
                    + ") tasks, not (" + examples.size() + ").");
        }
        double right = 0;
        long all = 0;
        for (int j = 0; j < tasks(); j++) {
            double accuracy = get(tasks() - 1, j);
            if (!Double.isNaN(accuracy)) {
                right += examples.get(j) * accuracy;
                all += examples.get(j);
            }
        }
        return all == 0 ? Double.NaN : right / all;
    }

    /**
     * Average incremental accuracy: {@code mean_i mean_{j <= i} R[i][j]}.
     *
     * @return in [0, 1]; NaN if nothing was measured
     */
    public double incrementalAccuracy() {
        return mean(tasks(), i -> mean(i + 1, j -> get(i, j)));
    }

    /**
     * Backward transfer: {@code BWT = mean_{j < T-1} (R[T-1][j] - R[j][j])}; below 0 where old tasks have got worse.
     *
     * @return in [-1, 1]; NaN for a single task
     */
    public double backwardTransfer() {
        return mean(tasks() - 1, j -> get(tasks() - 1, j) - get(j, j));
    }

    /**
     * Forgetting: {@code F = mean_{j < T-1} (max_{j <= l < T-1} R[l][j] - R[T-1][j])}.
     *
     * @return in [-1, 1], negative where old tasks have got better; NaN for a single task
     */
    public double forgetting() {
        return mean(tasks() - 1, j -> {
            double best = IntStream.range(j, tasks() - 1)
                    .mapToDouble(l -> get(l, j))
                    .filter(a -> !Double.isNaN(a))
                    .max()
                    .orElse(Double.NaN);
            return best - get(tasks() - 1, j);
        });
    }

    /**
     * Forward transfer: {@code FWT = mean_{j >= 1} (R[j-1][j] - b[j])}.
     *
     * @param untrained b, the accuracy on each task before anything was learnt
     * @return in [-1, 1]; NaN for a single task
     * @throws IllegalArgumentException if there is not one number for each task
     */
    public double forwardTransfer(List<Double> untrained) {
        if (untrained.size() != tasks()) {
            throw new IllegalArgumentException("There must be an untrained accuracy for each of the (" + tasks()
                    + ") tasks, not (" + untrained.size() + ").");
        }
        return mean(tasks() - 1, j -> get(j, j + 1) - untrained.get(j + 1));
    }

    /**
     * Intransigence: {@code I = mean_j (a*_j - R[j][j])}, how much worse a task is learnt than by a network that has all data.
     * Chaudhry et al., ECCV 2018.
     *
     * @param joint a*, the accuracy on task j of a network trained on all data of the tasks up to j
     * @return in [-1, 1]
     * @throws IllegalArgumentException if there is not one number for each task
     */
    public double intransigence(List<Double> joint) {
        if (joint.size() != tasks()) {
            throw new IllegalArgumentException("There must be a joint accuracy for each of the (" + tasks()
                    + ") tasks, not (" + joint.size() + ").");
        }
        return mean(tasks(), j -> joint.get(j) - get(j, j));
    }

    /**
     * Remembering: {@code 1 - |min(BWT, 0)|}. Díaz-Rodríguez et al., 2018.
     *
     * @return in [0, 1]; NaN for a single task
     */
    public double remembering() {
        return 1 - Math.abs(Math.min(backwardTransfer(), 0));
    }

    private static double mean(int count, IntToDoubleFunction term) {
        DoubleStream measured = IntStream.range(0, count).mapToDouble(term).filter(a -> !Double.isNaN(a));
        return measured.average().orElse(Double.NaN);
    }

    /**
     * The matrix as comma-separated values, a row for each learnt task.
     *
     * @return with a header line; an empty field for what was not measured
     */
    public String toCsv() {
        String header = IntStream.range(0, tasks()).mapToObj(j -> "task" + j).collect(Collectors.joining(","));
        StringBuilder csv = new StringBuilder("after,").append(header).append('\n');
        for (int i = 0; i < tasks(); i++) {
            String row = Arrays.stream(accuracies[i])
                    .mapToObj(a -> Double.isNaN(a) ? "" : String.format(Locale.ROOT, "%.6f", a))
                    .collect(Collectors.joining(","));
            csv.append("task").append(i).append(',').append(row).append('\n');
        }
        return csv.toString();
    }
}
