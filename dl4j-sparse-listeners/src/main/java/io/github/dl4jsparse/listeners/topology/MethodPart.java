package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What all parts of a method may ask of a training. Most ask for nothing and have no memory; those that have belong to one
 * network, and say what a saved run must know of them.
 */
public interface MethodPart {

    /** The name of a {@code MultiLayerNetwork}'s input among the activations; a graph's inputs have their own. */
    String INPUT = "input";

    /**
     * Whether the part reads gradients at an update: the dense gradient of that step is then kept for it.
     *
     * @return false by default
     */
    default boolean needsGradient() {
        return false;
    }

    /**
     * Whether the part reads gradients of connections at an update: those of that step are then kept for it.
     *
     * @return false by default
     */
    default boolean needsActiveGradient() {
        return false;
    }

    /**
     * Whether the part reads the dense gradient of every step, in {@link #afterGradient}.
     *
     * @return false by default
     */
    default boolean needsEveryGradient() {
        return false;
    }

    /**
     * Whether the part reads the gradients of connections in every step, in {@link #afterGradient} or {@link
     * #afterStep}.
     *
     * @return false by default
     */
    default boolean needsEveryActiveGradient() {
        return false;
    }

    /**
     * Whether the number of connections of a weight may change, which truly sparse layers cannot do.
     *
     * @return false by default
     */
    default boolean movesBudget() {
        return false;
    }

    /**
     * Whether the part can work in a network, asked before anything changes.
     *
     * @param network the network
     * @param weights the shapes of what will be its sparse weights
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the part cannot work there
     */
    default void check(NetworkView network, List<WeightShape> weights) {}

    /**
     * The method is attached, and no saved run goes on: the weights stand as they were initialised, under their first
     * masks.
     *
     * @param weights the sparse weights
     */
    default void begin(List<SparseWeight> weights) {}

    /**
     * Whether {@link #begin} sets the first weights. Only one part of a method may: another would undo what it did.
     *
     * @return false by default
     */
    default boolean setsFirstWeights() {
        return false;
    }

    /**
     * The seed of the method, told when it is attached, once nothing has been refused.
     *
     * @param seed what the part's random numbers follow from
     */
    default void seed(long seed) {}

    /**
     * The method is attached; nothing has been trained.
     *
     * @param network the network
     * @param weights its sparse weights
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the part cannot work there
     */
    default void attached(NetworkView network, List<SparseWeight> weights) {}

    /**
     * After the forward pass of a training step.
     *
     * @param activations of each layer by name; in a workspace, to be read now
     */
    default void afterForward(Map<String, INDArray> activations) {}

    /**
     * Whether the part reads activations.
     *
     * @return false by default
     */
    default boolean needsActivations() {
        return false;
    }

    /**
     * After the backward pass of a step that an update of the topology will follow: inputs and labels are still in
     * the network.
     *
     * @param network the network
     */
    default void afterBackward(NetworkView network) {}

    /**
     * When the raw gradient of a step stands, before the updater.
     *
     * @param weights the sparse weights
     */
    default void afterGradient(List<SparseWeight> weights) {}

    /**
     * When the updater has changed the weights, before an update of the topology.
     *
     * @param weights the sparse weights
     * @param step finished steps
     */
    default void afterStep(List<SparseWeight> weights, long step) {}

    /**
     * At the end of an epoch, before an update of the topology that is due there.
     *
     * @param epoch finished epochs, counted from attachment
     */
    default void afterEpoch(int epoch) {}

    /**
     * When an update of the topology is due, before all else of it.
     *
     * @param moment in the training
     */
    default void updateDue(TrainingMoment moment) {}

    /**
     * Where nothing may grow.
     *
     * @param weight a sparse weight
     * @param active its connections at that moment of an update
     * @return these and the places that stay without one; by default only these
     */
    default PositionSet closed(SparseWeight weight, PositionSet active) {
        return active;
    }

    /**
     * When an update of the topology is due, before anything is chosen.
     *
     * @param update of the whole network
     */
    default void beforeUpdate(NetworkUpdate update) {}

    /**
     * Writes what a saved run must know of this part.
     *
     * @param out to write to
     * @throws IOException if writing fails
     */
    default void writeState(DataOutput out) throws IOException {}

    /**
     * Reads what {@link #writeState} has written.
     *
     * @param in to read from
     * @throws IOException if reading fails
     */
    default void readState(DataInput in) throws IOException {}

    /**
     * Parts that this one shares with others of the method: each takes part in the training once.
     *
     * @return none by default
     */
    default List<MethodPart> shared() {
        return List.of();
    }

    /**
     * The positions of a weight to which the part confines connections. The first topology is drawn there, with the
     * density that the distribution says for the whole.
     *
     * @param shape of the weight
     * @return empty by default: anywhere
     */
    default Optional<Mask> region(WeightShape shape) {
        return Optional.empty();
    }
}
