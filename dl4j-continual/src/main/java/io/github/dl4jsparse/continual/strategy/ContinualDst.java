package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.listeners.topology.CountRounding;
import io.github.dl4jsparse.listeners.topology.DropFraction;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Dynamic sparse training of each task: a topology of the hidden layers is drawn at random, and while the task is trained a part of
 * its connections is dropped and as many grow elsewhere. Only weights that no earlier task uses are trained; a connection that one of
 * them uses takes part with the value that it has there. Yildirim et al., <i>Continual Learning with Dynamic Sparse Training:
 * Exploring Algorithms for Effective Model Updates</i>, CPAL 2024.
 *
 * <p>The number of connections of a layer is exact and stays. Of the n connections of a layer {@code ceil(f n)} are replaced in an
 * update, f falling by a cosine from {@code fraction} to {@code lastFraction} over the task; new connections start at 0 with fresh
 * optimiser state. The output of a learnt task never changes by a bit; layers with peepholes are refused.
 *
 * <p>Departures: each task has a head, biases and normalisations of its own, which drift in the authors' program; there a connection
 * that an earlier task uses is trained as 0 and evaluated with its value; the last topology is kept rather than that of best accuracy
 * on training data; a draw is exact rather than Bernoulli's.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class ContinualDst implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final double density;

    private final ConnectionSpread spread;

    private final ConnectionDrop drop;

    private final ConnectionGrowth growth;

    private final int updateEvery;

    private final double fraction;

    private final double lastFraction;

    @JsonCreator
    ContinualDst(
            @JsonProperty("density") double density,
            @JsonProperty("spread") ConnectionSpread spread,
            @JsonProperty("drop") ConnectionDrop drop,
            @JsonProperty("growth") ConnectionGrowth growth,
            @JsonProperty("updateEvery") int updateEvery,
            @JsonProperty("fraction") double fraction,
            @JsonProperty("lastFraction") double lastFraction) {
        this.density = density;
        this.spread = spread;
        this.drop = drop;
        this.growth = growth;
        this.updateEvery = updateEvery;
        this.fraction = fraction;
        this.lastFraction = lastFraction;
    }

    /**
     * Builds the strategy.
     *
     * @return a new builder with the authors' values
     */
    public static ContinualDstBuilder builder() {
        return new ContinualDstBuilder();
    }

    @Override
    public String name() {
        return "cl-dst";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.TASK_INCREMENTAL
                ? Support.suitable()
                : Support.impossible(
                        "each task is a subnetwork of its own. Add taskInference(...) to find out which, or use the"
                                + " scenario TASK_INCREMENTAL.");
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new ContinualDstSession(this, learning);
    }

    /** The training of the hidden layers, of no particular length. */
    DynamicSparseTraining method() {
        return DynamicSparseTraining.of(name())
                .distribution(spread.of(density))
                .drop(drop.criterion())
                .grow(growth.criterion())
                .schedule(UpdateSchedule.everySteps(updateEvery))
                .fraction(DropFraction.cosine(fraction, lastFraction))
                .rounding(CountRounding.CEILING)
                .sparseOutput(false);
    }
}
