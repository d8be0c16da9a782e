package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.ContinualResult;
import java.util.Optional;

/**
 * What the run of a seed has come to.
 *
 * @param result of the strategy
 * @param joint result of joint training on the same tasks, to compare with
 */
public record SeedResult(ContinualResult result, Optional<ContinualResult> joint) {

    /**
     * Without a comparison.
     *
     * @param result of the strategy
     * @return with no result of joint training
     */
    public static SeedResult alone(ContinualResult result) {
        return new SeedResult(result, Optional.empty());
    }

    /**
     * How much worse tasks were learnt than by joint training, see {@link ContinualResult#intransigence}.
     *
     * @return in [-1, 1]; NaN where there is no comparison
     */
    public double intransigence() {
        return joint.map(result::intransigence).orElse(Double.NaN);
    }
}
