package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.inference.TaskInference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;

/** Puts a {@link ContinualLearner} together: a network, a strategy, and what the network will be told when it is asked. */
public final class ContinualLearnerBuilder {

    private MultiLayerConfiguration layered;
    private ComputationGraphConfiguration graph;
    private Model pretrained;
    private final List<ContinualStrategy> strategies = new ArrayList<>();
    private Scenario scenario;
    private TaskInference inference;
    private LossScope lossScope;
    private int epochs = 1;
    private int batchSize;
    private long seed = 42;
    private CapacityPolicy capacityPolicy = CapacityPolicy.HEAD_ONLY;
    private final List<ContinualListener> listeners = new ArrayList<>();
    private final List<TrainingListener> trainingListeners = new ArrayList<>();

    ContinualLearnerBuilder() {}

    /**
     * A network that starts from weights drawn with the learner's seed.
     *
     * @param configuration of a network whose output layer has as many outputs as there will be classes; copied
     * @return this
     */
    public ContinualLearnerBuilder network(MultiLayerConfiguration configuration) {
        layered = configuration.clone();
        graph = null;
        pretrained = null;
        return this;
    }

    /**
     * A graph with one input and one output that starts from weights drawn with the learner's seed.
     *
     * @param configuration as for {@link #network(MultiLayerConfiguration)}
     * @return this
     */
    public ContinualLearnerBuilder network(ComputationGraphConfiguration configuration) {
        graph = configuration.clone();
        layered = null;
        pretrained = null;
        return this;
    }

    /**
     * A network that was trained before.
     *
     * @param net an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}; copied
     * @return this
     */
    public ContinualLearnerBuilder network(Model net) {
        pretrained = Objects.requireNonNull(net);
        layered = null;
        graph = null;
        return this;
    }

    /**
     * How tasks are learnt. Several strategies work together where they can; their order is that in which they see each event,
     * but all of them see the gradient of the loss before one of them changes it.
     *
     * @param first one strategy
     * @param more others
     * @return this
     */
    public ContinualLearnerBuilder strategy(ContinualStrategy first, ContinualStrategy... more) {
        strategies.clear();
        strategies.add(Objects.requireNonNull(first));
        strategies.addAll(List.of(more));
        return this;
    }

    /**
     * What the network will be told when it is asked.
     *
     * @param chosen task-incremental by default for strategies that give each task parameters of its own, unless there is {@link
     *     #taskInference}; class-incremental otherwise
     * @return this
     */
    public ContinualLearnerBuilder scenario(Scenario chosen) {
        scenario = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * How to find out to which task examples belong, for strategies that give each task parameters of its own.
     *
     * @param chosen the way
     * @return this
     */
    public ContinualLearnerBuilder taskInference(TaskInference chosen) {
        inference = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * Which outputs take part in the softmax while a task is learnt.
     *
     * @param chosen by default what the strategy asks for, or {@link LossScope#TASK} in the task-incremental scenario and {@link
     *     LossScope#ALL} in others
     * @return this
     */
    public ContinualLearnerBuilder lossScope(LossScope chosen) {
        lossScope = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * How often a task's examples are seen.
     *
     * @param count at least 1; 1 by default. Strategies with several phases have epochs of their own for the others
     * @return this
     */
    public ContinualLearnerBuilder epochs(int count) {
        epochs = count;
        return this;
    }

    /**
     * How many examples a minibatch has, whatever the iterators of the tasks hand out.
     *
     * @param examples at least 1; without it the iterators decide
     * @return this
     */
    public ContinualLearnerBuilder batchSize(int examples) {
        if (examples < 1) {
            throw new DL4JInvalidConfigException("The batch size (" + examples + ") must be positive.");
        }
        batchSize = examples;
        return this;
    }

    /**
     * The seed of the network's first weights and of all that strategies draw.
     *
     * @param value any number; 42 by default
     * @return this
     */
    public ContinualLearnerBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * What happens when a task finds no free connection.
     *
     * @param policy by default it learns what is its own anyway
     * @return this
     */
    public ContinualLearnerBuilder capacityPolicy(CapacityPolicy policy) {
        capacityPolicy = Objects.requireNonNull(policy);
        return this;
    }

    /**
     * Is told of the progress.
     *
     * @param listener called on the thread that learns
     * @return this
     */
    public ContinualLearnerBuilder listener(ContinualListener listener) {
        listeners.add(Objects.requireNonNull(listener));
        return this;
    }

    /**
     * DL4J listeners of the network that is trained, such as {@code ScoreIterationListener}.
     *
     * @param added called after the learner's own
     * @return this
     */
    public ContinualLearnerBuilder trainingListeners(TrainingListener... added) {
        trainingListeners.addAll(List.of(added));
        return this;
    }

    /**
     * Checks everything and builds the learner.
     *
     * @return a learner that has learnt nothing yet
     * @throws DL4JInvalidConfigException if network, strategies and scenario do not fit each other
     */
    public ContinualLearner build() {
        if (strategies.isEmpty()) {
            throw new DL4JInvalidConfigException("A learner needs a strategy, such as strategy(new Naive()).");
        }
        if (epochs < 1) {
            throw new DL4JInvalidConfigException("The number of epochs (" + epochs + ") must be positive.");
        }
        LearnerSettings settings = new LearnerSettings(
                strategies, scenario, inference, lossScope, epochs, batchSize, seed, capacityPolicy);
        return ContinualLearner.begin(settings, plain(), listeners, trainingListeners);
    }

    private Model plain() {
        if (pretrained != null) {
            return Copies.of(pretrained);
        }
        if (layered != null) {
            layered.getConfs().forEach(conf -> conf.setSeed(seed));
            return started(new MultiLayerNetwork(layered.clone()));
        }
        if (graph == null) {
            throw new DL4JInvalidConfigException("A learner needs a network: network(configuration).");
        }
        graph.getDefaultConfiguration().setSeed(seed);
        graph.getVertices().values().forEach(vertex -> {
            if (vertex instanceof org.deeplearning4j.nn.conf.graph.LayerVertex layer) {
                NeuralNetConfiguration conf = layer.getLayerConf();
                conf.setSeed(seed);
            }
        });
        return started(new ComputationGraph(graph.clone()));
    }

    private static Model started(Model net) {
        net.init();
        return net;
    }
}
