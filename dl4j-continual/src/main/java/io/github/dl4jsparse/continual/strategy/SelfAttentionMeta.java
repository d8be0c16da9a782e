package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A trunk that is trained once and frozen, and a linear branch for each task on top of it: SAM, with a trunk whose units are gated by
 * self-attention, {@code x * sigmoid(W2 relu(W1 x))}. Branches are columns of one output layer, so that the whole network answers
 * without a task id. Sokar, Mocanu and Pechenizkiy, <i>Self-Attention Meta-Learner for Continual Learning</i>, AAMAS 2021.
 *
 * <p>Departure: the paper trains the trunk by meta-learning on Omniglot. Here it is a network that was trained before ({@link
 * #pretrained}), or the first task trains it. Each class belongs to one task. The output of a learnt task never changes by a
 * bit.
 *
 * <p>While a branch is trained the frozen trunk computes as any network in training does: dropout draws, and batch normalisation takes
 * the statistics of the minibatch, though the running ones, with which it answers, stay as they were. The paper's trunk has neither.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class SelfAttentionMeta implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final boolean pretrained;

    @JsonCreator
    SelfAttentionMeta(@JsonProperty("pretrained") boolean pretrained) {
        this.pretrained = pretrained;
    }

    /**
     * A trunk that the first task trains.
     *
     * @return the strategy
     */
    public static SelfAttentionMeta trainedByFirstTask() {
        return new SelfAttentionMeta(false);
    }

    /**
     * A trunk that was trained before: give the learner that network.
     *
     * @return the strategy
     */
    public static SelfAttentionMeta pretrained() {
        return new SelfAttentionMeta(true);
    }

    /**
     * The paper's network: two hidden layers with gates of a tenth as many units, without biases in the gates.
     *
     * @param inputs the number of features
     * @param hidden the units of each hidden layer, 400 in the paper; at least 10
     * @param classes the classes of all tasks together
     * @param updater of all layers; the paper has Nesterovs with rate 0.01 and momentum 0.9
     * @return a configuration
     * @throws DL4JInvalidConfigException if there are too few units
     */
    public static ComputationGraphConfiguration network(int inputs, int hidden, int classes, IUpdater updater) {
        if (hidden < 10) {
            throw new DL4JInvalidConfigException("The number of hidden units (" + hidden
                    + ") must be at least 10, since gates have a tenth of them.");
        }
        return new NeuralNetConfiguration.Builder()
                .updater(updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden1", dense(inputs, hidden, Activation.RELU, true), "in")
                .addLayer("squeeze1", dense(hidden, hidden / 10, Activation.RELU, false), "hidden1")
                .addLayer("gate1", dense(hidden / 10, hidden, Activation.SIGMOID, false), "squeeze1")
                .addVertex("attended1", new ElementWiseVertex(ElementWiseVertex.Op.Product), "hidden1", "gate1")
                .addLayer("hidden2", dense(hidden, hidden, Activation.RELU, true), "attended1")
                .addLayer("squeeze2", dense(hidden, hidden / 10, Activation.RELU, false), "hidden2")
                .addLayer("gate2", dense(hidden / 10, hidden, Activation.SIGMOID, false), "squeeze2")
                .addVertex("attended2", new ElementWiseVertex(ElementWiseVertex.Op.Product), "hidden2", "gate2")
                .addLayer(
                        "branches",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(hidden)
                                .nOut(classes)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "attended2")
                .setOutputs("branches")
                .build();
    }

    private static DenseLayer dense(int nIn, int nOut, Activation activation, boolean bias) {
        return new DenseLayer.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .activation(activation)
                .hasBias(bias)
                .build();
    }

    @Override
    public String name() {
        return "sam";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.DOMAIN_INCREMENTAL
                ? Support.impossible(
                        "each class has its branch, which belongs to one task, and in this scenario tasks have"
                                + " the same classes. Use CLASS_INCREMENTAL or TASK_INCREMENTAL with classes of each task's own.")
                : Support.suitable();
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public StrategySession begin(Learning learning) {
        String head = learning.head().name();
        if (!TaskParameters.arrays(learning.network()).containsKey(head + "_b")) {
            throw new DL4JInvalidConfigException("The output layer (" + head + ") has no biases (hasBias(false)), and a"
                    + " branch of the strategy (" + name() + ") silences the others by theirs. Use hasBias(true).");
        }
        return new Session(learning);
    }

    private final class Session implements StrategySession {

        private final Learning learning;

        Session(Learning learning) {
            this.learning = learning;
        }

        @Override
        public Optional<LossScope> lossScope() {
            return Optional.of(LossScope.TASK);
        }

        @Override
        public void beforeTask() {
            Set<Integer> again = new TreeSet<>(learning.task().classes());
            Set<Integer> known = new TreeSet<>();
            learning.learned().forEach(task -> known.addAll(task.classes()));
            again.retainAll(known);
            if (!again.isEmpty()) {
                throw new IllegalStateException(
                        "The classes " + again + " of task (" + learning.task().id()
                                + ") have branches of earlier tasks. Give each task classes of its own.");
            }
            freeze();
        }

        private void freeze() {
            OutputHead head = learning.head();
            boolean trunk = pretrained || !learning.learned().isEmpty();
            Map<String, INDArray> arrays = TaskParameters.arrays(learning.network());
            Set<String> branches =
                    TaskParameters.ofLayer(learning.network(), head.name()).names();
            arrays.forEach((name, array) -> {
                if (trunk && !branches.contains(name)) {
                    learning.guard().freeze(array);
                }
            });
            ArraySite site = NetworkWeights.of(learning.network()).sites().get(head.name() + "_W");
            long[] others = LongStream.range(0, site.size())
                    .filter(p ->
                            !learning.task().classes().contains(site.shape().outputUnit(p)))
                    .toArray();
            long[] dims =
                    site.shape().dims().stream().mapToLong(Long::longValue).toArray();
            learning.guard().freeze(site, Mask.ofActive(dims, others));
            INDArray biases = arrays.get(head.name() + "_b");
            long start = biases.offset() - learning.network().params().offset();
            head.allClasses().stream()
                    .filter(output -> !learning.task().classes().contains(output))
                    .forEach(output -> learning.guard().freeze(start + output, start + output + 1));
        }

        @Override
        public TaskMemory memory(int task) {
            ArraySite site = NetworkWeights.of(learning.network())
                    .sites()
                    .get(learning.head().name() + "_W");
            int classes = learning.learned().stream()
                    .filter(learned -> learned.id() == task)
                    .mapToInt(learned -> learned.classes().size())
                    .sum();
            long width = learning.network().params().dataType().width();
            return new TaskMemory(0, 0, classes * (site.shape().inputs() + 1) * width, 0, 0, 0);
        }
    }
}
