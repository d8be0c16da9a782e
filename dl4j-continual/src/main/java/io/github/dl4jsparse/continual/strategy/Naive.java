package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;

/** Fine-tuning: each task is trained as if there had been none before. The floor that every strategy must be above. */
public final class Naive implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    /** The strategy, which has no settings. */
    public Naive() {}

    @Override
    public String name() {
        return "naive";
    }

    @Override
    public Support supports(Scenario scenario) {
        return Support.suitable();
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new StrategySession() {};
    }
}
