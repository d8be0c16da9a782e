package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.inference.Superposition;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A strategy at work: what it remembers, and what it does at each point of the training. In each iteration: forward and backward
 * pass, {@link #onGradient} and then {@link #addGradient} of all strategies, the gradient of what {@link Learning#guard} has frozen
 * becomes zero, the updater, what is frozen gets its bits back, {@link #afterStep}. Everything that must survive a stop is written by
 * {@link #writeState}; the same bytes take the session back when learning a task fails.
 */
public interface StrategySession {

    /**
     * The parts of the training of a task.
     *
     * @param epochs the learner's epochs
     * @return by default one phase of that many epochs
     */
    default List<Phase> phases(int epochs) {
        return List.of(Phase.of("train", epochs));
    }

    /**
     * Whether a phase is not needed after all, in the light of those before it.
     *
     * @param phase the next one
     * @return false by default; where it is true, nothing is called for this phase
     */
    default boolean skips(Phase phase) {
        return false;
    }

    /**
     * Which outputs take part in the loss.
     *
     * @return empty, the default, for what the scenario suggests
     */
    default Optional<LossScope> lossScope() {
        return Optional.empty();
    }

    /**
     * What the network is trained on.
     *
     * @param train the task's examples, or what an earlier strategy has made of them
     * @return the same by default
     */
    default DataSetIterator examples(DataSetIterator train) {
        return train;
    }

    /** Before the first phase of a task. */
    default void beforeTask() {}

    /** Before a phase, with a fresh optimiser. */
    default void beforePhase() {}

    /** When the gradient of the loss stands: a sum over the minibatch, before any strategy, regularisation and updater change it. */
    default void onGradient() {}

    /** When all strategies have seen the gradient of the loss: to be changed in place, by penalties for instance. */
    default void addGradient() {}

    /** When the updater has changed the parameters, and the frozen ones are restored. */
    default void afterStep() {}

    /**
     * After an epoch.
     *
     * @param epoch its number in the phase, from 0
     * @param last whether it is the last one of the phase
     */
    default void afterEpoch(int epoch, boolean last) {}

    /** After a phase. */
    default void afterPhase() {}

    /** After the last phase of a task. */
    default void afterTask() {}

    /**
     * Whether tasks do not depend on each other, so that one of them may be learnt again: {@link #beforeTask} to {@link #afterTask}
     * put the new one in its place.
     *
     * @return false by default
     */
    default boolean relearns() {
        return false;
    }

    /**
     * Whether each task has parameters of its own, so that the task must be known, or inferred, before an answer.
     *
     * @return false by default
     */
    default boolean separatesTasks() {
        return false;
    }

    /**
     * Writes the parameters with which a task is answered into the plain network.
     *
     * @param task the id of a task that was learnt
     * @param plain the network that answers, of the user's configuration
     */
    default void install(int task, NetworkView plain) {}

    /**
     * Answers examples in a way of its own, whatever their task: the votes of an ensemble, for instance.
     *
     * @param features examples
     * @param plain the network that answers, which may be overwritten
     * @return a score for each output, an example a row; empty, the default, for the logits of the network
     */
    default Optional<INDArray> scores(INDArray features, NetworkView plain) {
        return Optional.empty();
    }

    /**
     * Answers of weighted sums of the tasks' weights, for inference of the task from gradients.
     *
     * @return empty by default: the strategy has none
     */
    default Optional<Superposition> superposition() {
        return Optional.empty();
    }

    /**
     * What is stored for a task besides the shared parameters.
     *
     * @param task the id of a task that was learnt
     * @return nothing by default
     */
    default TaskMemory memory(int task) {
        return TaskMemory.none();
    }

    /**
     * How much of the weights the learnt tasks have used together.
     *
     * @return by the names of the weight arrays, {@code |A| / n} in [0, 1]; empty, the default, where all tasks use everything
     */
    default Map<String, Double> capacity() {
        return Map.of();
    }

    /**
     * Writes what the session remembers.
     *
     * @param out to write to
     * @throws IOException if writing fails
     */
    default void writeState(DataOutputStream out) throws IOException {}

    /**
     * Reads what {@link #writeState} has written.
     *
     * @param in to read from
     * @throws IOException if reading fails
     */
    default void readState(DataInputStream in) throws IOException {}
}
