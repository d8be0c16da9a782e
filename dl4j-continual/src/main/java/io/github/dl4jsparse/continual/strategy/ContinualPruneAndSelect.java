package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Continual prune-and-select: a task trains all weights that no earlier task uses, with those that one does; then edges that matter
 * least on its examples are pruned and the rest is trained again, once or several times; what is left is the task's subnetwork and is
 * frozen. At test a subnetwork is selected by a batch of examples of one task: {@link
 * io.github.dl4jsparse.continual.inference.TaskInferences#maximumOutput} or {@code nearestMean}. Dekhovich et al., <i>Continual
 * Prune-and-Select: Class-incremental Learning with Specialized Subnetworks</i>, Applied Intelligence 2023.
 *
 * <p>The edges of neuron i of a dense layer have the importances {@code e_ij = mean_x |x_j w_ij|} and {@code |b_i|}, those of a filter
 * of a convolution the Frobenius norm over positions of {@code sum |w| mean_x |x|} over its windows. Of the edges in descending order
 * the shortest prefix is kept whose sum is the share alpha of all. Filters that are 0 on all examples lose all kernels, and units of
 * a chain of layers that nothing reads lose their edges. The output of a learnt task never changes by a bit.
 *
 * <p>Departures: when all edges are needed all are kept, and of equals at the border only those that are needed, where the authors'
 * code drops too many; biases of convolutions are no edges; weights that are pruned have their first values again for the next task,
 * while biases begin with what the task before has left of them, 0 where it has pruned them;
 * examples are not augmented at test.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class ContinualPruneAndSelect implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    final double denseShare;

    final double convolutionShare;

    final int iterations;

    final int retrainEpochs;

    final Double retrainLearningRate;

    final int examples;

    @JsonCreator
    ContinualPruneAndSelect(
            @JsonProperty("denseShare") double denseShare,
            @JsonProperty("convolutionShare") double convolutionShare,
            @JsonProperty("iterations") int iterations,
            @JsonProperty("retrainEpochs") int retrainEpochs,
            @JsonProperty("retrainLearningRate") Double retrainLearningRate,
            @JsonProperty("examples") int examples) {
        this.denseShare = denseShare;
        this.convolutionShare = convolutionShare;
        this.iterations = iterations;
        this.retrainEpochs = retrainEpochs;
        this.retrainLearningRate = retrainLearningRate;
        this.examples = examples;
    }

    /**
     * Builds the strategy.
     *
     * @return a new builder
     */
    public static ContinualPruneAndSelectBuilder builder() {
        return new ContinualPruneAndSelectBuilder();
    }

    @Override
    public String name() {
        return "cps";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.TASK_INCREMENTAL
                ? Support.suitable()
                : Support.impossible(
                        "each task is a subnetwork of its own. Add taskInference(TaskInferences.maximumOutput(n)) to"
                                + " select one, or use the scenario TASK_INCREMENTAL.");
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new ContinualPruneAndSelectSession(this, learning);
    }
}
