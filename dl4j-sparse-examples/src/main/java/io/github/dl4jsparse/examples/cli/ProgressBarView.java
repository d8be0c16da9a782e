package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.TrainingRun;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar over all steps of a run, with score, last accuracy and remaining time. */
final class ProgressBarView implements ProgressView {

    private static final int REFRESH_MILLIS = 200;
    private static final double SMOOTHING = 0.05;

    private final int epochs;
    private final ProgressBar bar;
    private double score = Double.NaN;
    private String accuracy = "";

    ProgressBarView(String name, int epochs, int done, int stepsPerEpoch) {
        this.epochs = epochs;
        this.bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax((long) epochs * stepsPerEpoch)
                .startsFrom((long) done * stepsPerEpoch, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .build();
    }

    @Override
    public void stepDone(int epoch, int step, double stepScore) {
        score = Double.isNaN(score) ? stepScore : score + SMOOTHING * (stepScore - score);
        bar.setExtraMessage(String.format(Locale.ROOT, " epoch %d/%d, score %.4f%s", epoch, epochs, score, accuracy));
        bar.step();
    }

    @Override
    public void epochDone(TrainingRun run, EpochResult result) {
        accuracy = ", accuracy " + Figures.percent(result.accuracy());
        bar.setExtraMessage(String.format(
                Locale.ROOT, " epoch %d/%d, score %.4f%s", result.epoch(), epochs, result.trainScore(), accuracy));
        bar.refresh();
    }

    @Override
    public void close() {
        bar.close();
    }
}
