package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import java.util.function.Consumer;

/** A strategy that hands out its session. */
record WatchedStrategy(ContinualStrategy strategy, Consumer<StrategySession> sessions) implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
        return strategy.name();
    }

    @Override
    public Support supports(Scenario scenario) {
        return strategy.supports(scenario);
    }

    @Override
    public boolean ownsWeights() {
        return strategy.ownsWeights();
    }

    @Override
    public StrategySession begin(Learning learning) {
        StrategySession session = strategy.begin(learning);
        sessions.accept(session);
        return session;
    }
}
