package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Supermasks in superposition without task ids, neither in training nor at test (scenario NNs): every {@code checkEvery} minibatches
 * the derivatives g of the entropy by the weights of the {@code k = max(tasks, minMasks)} masks, at {@code 1/k} each, are turned into
 * {@code p = softmax(-g)}; if the largest p is below {@code threshold / k} a new task has begun, else the mask of largest p is
 * trained. Masks beyond those of tasks are as they would start. Wortsman et al., <i>Supermasks in Superposition</i>, NeurIPS 2020,
 * appendix.
 *
 * <p>At test each {@code group} of examples is answered with the mask of least derivative among the tasks. The boundaries of tasks and
 * their ids are not used, though the optimiser starts afresh at each {@code learn}. Tasks share their labels.
 *
 * <p>A limit: tasks go unnoticed where trained masks stand out on examples that they have never seen, as they do with few outputs and
 * with features that are not centred. Have many more outputs than classes (the authors have 500 for 10), and centre the features.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class TaskFreeSupSup implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    final Supermask mask;

    final int checkEvery;

    final double threshold;

    final int minMasks;

    final int maxTasks;

    final int group;

    @JsonCreator
    TaskFreeSupSup(
            @JsonProperty("mask") Supermask mask,
            @JsonProperty("checkEvery") int checkEvery,
            @JsonProperty("threshold") double threshold,
            @JsonProperty("minMasks") int minMasks,
            @JsonProperty("maxTasks") int maxTasks,
            @JsonProperty("group") int group) {
        if (checkEvery < 1 || minMasks < 2 || maxTasks < 1 || group < 1) {
            throw new DL4JInvalidConfigException(
                    "The minibatches between checks (" + checkEvery + "), tasks (" + maxTasks
                            + ") and examples of a group (" + group + ") must be positive, and the masks (" + minMasks
                            + ") at least two.");
        }
        if (!(threshold > 1)) {
            throw new DL4JInvalidConfigException("The threshold (" + threshold
                    + ") must be above 1, which is the share of a mask among equals. 1.1 to 1.2 is usual.");
        }
        this.mask = SupSup.withoutFactor(mask);
        this.checkEvery = checkEvery;
        this.threshold = threshold;
        this.minMasks = minMasks;
        this.maxTasks = maxTasks;
        this.group = group;
    }

    /**
     * With the authors' values: a check every 100 minibatches, threshold 1.125, at least 5 masks; groups of 128 examples.
     *
     * @param mask {@link Supermask#threshold} is the authors'; not a {@linkplain Supermask#rescaled rescaled} one
     * @param maxTasks how many tasks there may be, positive
     * @return the strategy
     * @throws DL4JInvalidConfigException if there may be none, or the mask is rescaled
     */
    public static TaskFreeSupSup of(Supermask mask, int maxTasks) {
        return new TaskFreeSupSup(mask, 100, 1.125, 5, maxTasks, 128);
    }

    /**
     * With another detection of new tasks.
     *
     * @param every minibatches from one check to the next, positive
     * @param factor the threshold, above 1
     * @param masks how many there are at least in a check, 2 or more
     * @return a new strategy
     * @throws DL4JInvalidConfigException if one is out of its range
     */
    public TaskFreeSupSup detection(int every, double factor, int masks) {
        return new TaskFreeSupSup(mask, every, factor, masks, maxTasks, group);
    }

    /**
     * With other groups at test.
     *
     * @param examples how many consecutive ones are known to be of one task, positive
     * @return a new strategy
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public TaskFreeSupSup group(int examples) {
        return new TaskFreeSupSup(mask, checkEvery, threshold, minMasks, maxTasks, examples);
    }

    @Override
    public String name() {
        return "supsup-nns";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.DOMAIN_INCREMENTAL
                ? Support.suitable()
                : Support.doubtful("its tasks are found without their ids and share their labels: DOMAIN_INCREMENTAL.");
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        return Optional.of("it changes the mask that is trained in the midst of a task.");
    }

    @Override
    public Model prepare(Model plain) {
        return Wrapping.around(plain, mask, true);
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new TaskFreeSupSupSession(this, learning);
    }
}
