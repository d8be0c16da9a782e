package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.LearnedTask;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.examples.continual.Measure;
import io.github.dl4jsparse.examples.report.Figures;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.function.Consumer;

/** A line for each task. */
final class ContinualProgress implements ContinualListener {

    private final int tasks;
    private final Consumer<String> lines;
    private int number;
    private double loss;

    ContinualProgress(int tasks, Consumer<String> lines) {
        this.tasks = tasks;
        this.lines = lines;
    }

    @Override
    public void taskStarts(Task task, int before) {
        number = before + 1;
    }

    @Override
    public void epochEnds(Task task, Phase phase, int epoch, double score) {
        loss = score;
    }

    @Override
    public void taskLearned(LearnedTask task) {
        lines.accept(String.format(
                Locale.ROOT,
                "task %d/%d  classes %s  score %.4f  %s",
                number,
                tasks,
                classes(task.classes()),
                loss,
                Figures.seconds(task.seconds())));
    }

    private static String classes(SortedSet<Integer> classes) {
        boolean row = classes.last() - classes.first() + 1 == classes.size();
        return row && classes.size() > 1 ? classes.first() + "-" + classes.last() : classes.toString();
    }

    @Override
    public void tasksMeasured(int learned, List<Double> accuracies) {
        Measure measure = Measure.of(accuracies.subList(0, learned));
        lines.accept(
                "task " + learned + "/" + tasks + "  accuracy of the tasks so far " + Figures.percent(measure.mean()));
    }

    @Override
    public void capacityExhausted(Task task, String array) {
        lines.accept("task " + task.id() + " finds no free connection in " + array);
    }

    @Override
    public void notice(String message) {
        lines.accept(message);
    }
}
