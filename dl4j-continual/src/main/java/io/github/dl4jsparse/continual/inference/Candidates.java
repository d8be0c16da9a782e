package io.github.dl4jsparse.continual.inference;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The learnt tasks, as inference sees them. */
public interface Candidates {

    /**
     * The learnt tasks.
     *
     * @return their ids in the order of learning, at least one
     */
    List<Integer> tasks();

    /**
     * The classes of a task.
     *
     * @param task its id
     * @return ascending
     */
    SortedSet<Integer> classes(int task);

    /**
     * The outputs that took part in a task's loss.
     *
     * @param task its id
     * @return its classes, or all outputs
     */
    SortedSet<Integer> outputs(int task);

    /**
     * How a task answers.
     *
     * @param task its id
     * @param features examples
     * @return logits of all outputs, an example a row
     */
    INDArray logits(int task, INDArray features);

    /**
     * What a task's network hands to its output layer.
     *
     * @param task its id
     * @param examples examples
     * @return activations, an example a row
     */
    INDArray features(int task, INDArray examples);

    /**
     * The means over a task's training examples of {@link #features}, each scaled to length 1.
     *
     * @param task its id
     * @return by class; empty unless the inference needs them
     */
    SortedMap<Integer, INDArray> classMeans(int task);

    /**
     * Weighted sums of the tasks.
     *
     * @return empty if the strategy has none
     */
    Optional<Superposition> superposition();

    /**
     * The network that answers, into which a superposition is installed.
     *
     * @return of the user's configuration
     */
    NetworkView plain();

    /**
     * Tells that {@link #plain} no longer holds the parameters of a task.
     */
    void overwritten();
}
