package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.store.OutputHead;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Hands DL4J's events to the sessions, and guards what they have frozen. */
final class LearnerListener extends BaseTrainingListener {

    private final Learning learning;
    private final List<StrategySession> sessions;
    private final OutputHead head;

    LearnerListener(Learning learning, List<StrategySession> sessions, OutputHead head) {
        this.learning = learning;
        this.sessions = sessions;
        this.head = head;
    }

    @Override
    public void onGradientCalculation(Model model) {
        sessions.forEach(StrategySession::onGradient);
        sessions.forEach(StrategySession::addGradient);
        head.quiet(learning.network());
        learning.guard().zeroGradient();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        learning.guard().restore();
        sessions.forEach(StrategySession::afterStep);
        learning.checkInterrupted();
    }
}
