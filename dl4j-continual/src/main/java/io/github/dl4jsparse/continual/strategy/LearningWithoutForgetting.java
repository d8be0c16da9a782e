package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Learning without forgetting: while a task is learnt, the network as it was before answers the same examples, and its softened
 * probabilities of old classes are learnt beside the labels. Li and Hoiem, <i>Learning without Forgetting</i>, ECCV 2016.
 *
 * <p>In the task-incremental scenario the labels' softmax is over the task's classes and there is a distillation term for each earlier
 * task, over its classes; in others the labels' softmax is over all outputs and there is one term, over all classes that were learnt.
 * {@link DistillationLoss} has the formula. The learner's loss scope must stay {@code ALL}: silenced outputs have no answers to keep.
 *
 * <p>Departures: both networks' probabilities are softened; the teacher answers each minibatch anew, without dropout.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class LearningWithoutForgetting implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final double temperature;

    private final double weight;

    private final int warmUpEpochs;

    @JsonCreator
    LearningWithoutForgetting(
            @JsonProperty("temperature") double temperature,
            @JsonProperty("weight") double weight,
            @JsonProperty("warmUpEpochs") int warmUpEpochs) {
        new DistillationLoss(temperature, weight); // checks both
        if (warmUpEpochs < 0) {
            throw new DL4JInvalidConfigException(
                    "The number of epochs (" + warmUpEpochs + ") for the output layer alone must not be negative.");
        }
        this.temperature = temperature;
        this.weight = weight;
        this.warmUpEpochs = warmUpEpochs;
    }

    /**
     * With the paper's values, temperature 2 and weight 1.
     *
     * @return the strategy
     */
    public static LearningWithoutForgetting standard() {
        return of(2, 1);
    }

    /**
     * With other values.
     *
     * @param temperature T, positive
     * @param weight lambda, what the old answers count beside the labels; not negative
     * @return the strategy
     * @throws DL4JInvalidConfigException if one is out of its range
     */
    public static LearningWithoutForgetting of(double temperature, double weight) {
        return new LearningWithoutForgetting(temperature, weight, 0);
    }

    /**
     * The same, with a phase before each task in which the output layer is trained alone.
     *
     * @param epochs at least 0; the authors' have 5 in related programs
     * @return a new strategy
     * @throws DL4JInvalidConfigException if the number is negative
     */
    public LearningWithoutForgetting warmUp(int epochs) {
        return new LearningWithoutForgetting(temperature, weight, epochs);
    }

    @Override
    public String name() {
        return "lwf";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.CLASS_INCREMENTAL
                ? Support.doubtful("old and new classes are never told apart in one minibatch, so that new ones win."
                        + " Rehearsal or SpaceNet suit this scenario.")
                : Support.suitable();
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        if (other.ownsWeights()) {
            return Optional.of("the head of an earlier task is frozen, so that there is nothing to distil into it.");
        }
        if (other instanceof DeepGenerativeReplay) {
            return Optional.of("both ask the network before the task, this one about the task's examples and the other"
                    + " about dreamt ones, which have no answers to be distilled. Use one of them.");
        }
        return other instanceof Rehearsal || other instanceof Joint
                ? Optional.of("examples of earlier tasks come with their labels. Use one of them.")
                : Optional.empty();
    }

    @Override
    public Model prepare(Model plain) {
        NetworkView view = NetworkView.of(plain);
        Model trained = Wrapping.drawn(
                plain,
                (name, layer) -> layer instanceof BaseOutputLayer output && view.isOutput(name)
                        ? distilling(name, output)
                        : layer);
        NetworkView.of(trained).params().assign(view.params());
        return trained;
    }

    private Layer distilling(String name, BaseOutputLayer layer) {
        if (!OutputHead.isSoftmaxWithCrossEntropy(layer)) {
            throw new DL4JInvalidConfigException("The output layer (" + name + ") with (" + layer.getActivationFn()
                    + ") and (" + layer.getLossFn()
                    + ") must be a softmax with cross-entropy (MCXENT), without weights of classes,"
                    + " for learning without forgetting. Use LossFunction.MCXENT and Activation.SOFTMAX.");
        }
        BaseOutputLayer other = (BaseOutputLayer) layer.clone();
        other.setLossFn(new DistillationLoss(temperature, weight));
        return other;
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new LearningWithoutForgettingSession(learning, warmUpEpochs);
    }
}
