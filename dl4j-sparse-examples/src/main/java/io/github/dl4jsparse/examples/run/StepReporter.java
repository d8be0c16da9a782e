package io.github.dl4jsparse.examples.run;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Adds the scores of an epoch up, and passes them on. */
final class StepReporter extends BaseTrainingListener {

    private final RunObserver observer;
    private int epoch;
    private int steps;
    private double sum;

    StepReporter(RunObserver observer) {
        this.observer = observer;
    }

    void epochStarts(int number) {
        epoch = number;
        steps = 0;
        sum = 0;
    }

    double meanScore() {
        return sum / steps;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epochIndex) {
        double score = model.score();
        steps++;
        sum += score;
        observer.stepDone(epoch, steps, score);
    }
}
