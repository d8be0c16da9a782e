package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DEN, dynamically expandable networks: a network of dense layers that grows with its tasks. Yoon, Yang, Lee and Hwang, <i>Lifelong
 * Learning with Dynamically Expandable Networks</i>, ICLR 2018.
 *
 * <p>The first task is trained with {@code l1 ||W||_1}, so that few weights are left. For a later task t:
 *
 * <ol>
 *   <li>Selective retraining (Algorithm 2): a head is trained alone, with {@code l1 ||W||_1}; the units from which its outputs are
 *       reached over weights that are not 0 are selected; the weights between them are trained with {@code l2/2 ||W||^2 + stay/2
 *       ||W - W'||^2}, W' being those before the task.
 *   <li>Expansion (Algorithm 3): if the mean loss on the task's examples is above a threshold, each hidden layer gets k units, and
 *       their weights are trained with {@code l1 ||W||_1 + group sum_u ||w_u||_2}, a group being the weights that lead to a new
 *       unit. Units whose group has become 0 are taken away again.
 *   <li>Split (Algorithm 4): a unit that has drifted by {@code ||w_u - w'_u||_2} above a threshold goes back to what it was, and a
 *       copy carries on what it has become; then the task is trained once more.
 *   <li>Timestamps: a task is answered with the units that were there when it was learnt, and with its own head.
 * </ol>
 *
 * The network is a new one, with wider layers, whenever it has grown; each of these parts takes the learner's epochs. Penalties that
 * are not smooth act as proximal steps after each step, with the given thresholds whatever the learning rate. Tasks drift: nothing is
 * bit-identical here. Only chains of dense layers can grow; the strategy works with no other beside it.
 *
 * <p>Departures: as in the paper, units split whether or not the network was expanded, and those that have drifted furthest come
 * first, where the authors' program splits after an expansion only and takes those that have drifted least; as in the program, at
 * most k units of a layer are split. Units that have gone back stay there while the task is trained once more. Weights from new units to
 * earlier ones start at 0, weights to new units are drawn from {@code U(-b, b), b = sqrt(6 / (inputs + outputs))}, so that growing
 * changes no answer. Biases are trained with their units, and in no penalty but {@code stay}. The paper
 * has {@code lambda ||W - W'||^2} without the half: its lambda is half of {@code stay}. There is no early end of training, and
 * the loss that decides is one of training examples after training, rather than of the last minibatch.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class DynamicallyExpandableNetwork implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    final double l1;

    final double l2;

    final double group;

    final double stay;

    final int units;

    final double lossThreshold;

    final double driftThreshold;

    final int mostSplits;

    @JsonCreator
    DynamicallyExpandableNetwork(
            @JsonProperty("l1") double l1,
            @JsonProperty("l2") double l2,
            @JsonProperty("group") double group,
            @JsonProperty("stay") double stay,
            @JsonProperty("units") int units,
            @JsonProperty("lossThreshold") double lossThreshold,
            @JsonProperty("driftThreshold") double driftThreshold,
            @JsonProperty("mostSplits") int mostSplits) {
        this.l1 = l1;
        this.l2 = l2;
        this.group = group;
        this.stay = stay;
        this.units = units;
        this.lossThreshold = lossThreshold;
        this.driftThreshold = driftThreshold;
        this.mostSplits = mostSplits;
    }

    /**
     * Builds the strategy.
     *
     * @return a new builder with the authors' values
     */
    public static DynamicallyExpandableNetworkBuilder builder() {
        return new DynamicallyExpandableNetworkBuilder();
    }

    @Override
    public String name() {
        return "den";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.TASK_INCREMENTAL
                ? Support.suitable()
                : Support.impossible(
                        "each task has units and a head of its own. Add taskInference(...) to find out which,"
                                + " or use the scenario TASK_INCREMENTAL.");
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        return Optional.of(
                "the network grows, and others remember where its parameters were. Use (" + name() + ") alone.");
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new DynamicallyExpandableNetworkSession(this, learning);
    }
}
