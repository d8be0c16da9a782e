package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.TrainingRun;
import java.io.PrintWriter;
import java.util.Locale;

/** A line for each epoch, for logs. */
final class ProgressLines implements ProgressView {

    private final String name;
    private final int epochs;
    private final int doneBefore;
    private final PrintWriter err;
    private final long start = System.nanoTime();

    ProgressLines(String name, int epochs, int doneBefore, PrintWriter err) {
        this.name = name;
        this.epochs = epochs;
        this.doneBefore = doneBefore;
        this.err = err;
    }

    @Override
    public void epochDone(TrainingRun run, EpochResult result) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double left = seconds / (result.epoch() - doneBefore) * (epochs - result.epoch());
        err.println(String.format(
                Locale.ROOT,
                "%s  epoch %d/%d  accuracy %s  score %.4f  %s%s",
                name,
                result.epoch(),
                epochs,
                Figures.percent(result.accuracy()),
                result.trainScore(),
                Figures.seconds(result.seconds()),
                result.epoch() == epochs ? "" : "  " + Figures.duration(left) + " left"));
    }

    @Override
    public void close() {
        // every line is complete
    }
}
