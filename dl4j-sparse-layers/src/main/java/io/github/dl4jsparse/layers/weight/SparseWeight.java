package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.function.LongToDoubleFunction;

/**
 * One weight array and which of its positions are active, whatever its storage: a mask over an ordinary layer's array, kept by
 * who opened it; a mask that the layer carries among its parameters ({@link MaskCarrier}), so that it is copied and saved with the
 * network; or the values and indices of a truly sparse layer.
 *
 * <p>Positions are linear indices in C order of the array's shape. Invariants, after every iteration and bit for bit:
 * inactive positions hold +0.0; a change of topology leaves the values and the optimiser state of kept connections as
 * they are; a grown connection starts with the state that the updater's own initialisation writes.
 *
 * <p>A listener drives it in this order: {@link #requestGradient} before the backward pass of an iteration whose
 * gradient it needs, {@link #afterGradient} when the raw gradient stands, {@link #afterStep} when the updater has changed
 * the weights, then {@link #rewire} where the topology is due to change. One thread at a time.
 */
public interface SparseWeight {

    /**
     * Name, dimensions and units of the array.
     *
     * @return its shape
     */
    WeightShape shape();

    /**
     * The array's name.
     *
     * @return {@code layer_parameter}
     */
    default String name() {
        return shape().name();
    }

    /**
     * The active positions.
     *
     * @return an immutable set
     */
    PositionSet active();

    /**
     * Whether the number of active positions may change. Truly sparse layers have as many connections as their
     * configuration says.
     *
     * @return true if {@link #rewire} may drop more than it grows, or less
     */
    boolean resizable();

    /**
     * Visits the values of the active positions, in an order that is always the same.
     *
     * @param visitor called once for each active position
     */
    void forEachActive(PositionVisitor visitor);

    /**
     * Writes new values to the active positions, in the order of {@link #forEachActive}; topology and optimiser state
     * stay.
     *
     * @param values the new value of a position
     */
    void assign(LongToDoubleFunction values);

    /**
     * Replaces each value by one that follows from it; topology and optimiser state stay.
     *
     * @param change asked once for each active position, in the order of {@link #forEachActive}, before anything is
     *     written
     */
    default void replaceActive(ValueChange change) {
        double[] changed = new double[Math.toIntExact(active().count())];
        int[] next = {0};
        forEachActive((position, value) -> changed[next[0]++] = change.of(position, value));
        next[0] = 0;
        assign(position -> changed[next[0]++]);
    }

    /**
     * Asks that the next backward pass keeps what {@link #forEachGradient} needs, until the iteration after it.
     */
    void requestGradient();

    /**
     * Visits the raw loss gradient of every position outside of a set: the sum over the minibatch, before regularisation,
     * clipping and updater. At an inactive position it is the gradient that the weight would have if it existed with the
     * value 0. Ascending positions; the dense gradient is never stored whole by truly sparse layers.
     *
     * @param except the positions to leave out
     * @param visitor called once for each other position
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if no gradient was requested before the last backward
     *     pass
     */
    void forEachGradient(PositionSet except, PositionVisitor visitor);

    /**
     * Asks that the next backward pass keeps the gradients of the active positions, for {@link #forEachActiveGradient}: a number
     * for each connection, where {@link #requestGradient} keeps what the gradient of every position follows from.
     */
    void requestActiveGradient();

    /**
     * Visits the active positions with their values and their raw loss gradients, in the order of {@link #forEachActive}.
     *
     * @param visitor called once for each active position
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if no gradient of active positions was requested before the
     *     last backward pass
     */
    void forEachActiveGradient(GradientVisitor visitor);

    /**
     * Forgets the requested gradients and their memory.
     */
    void releaseGradient();

    /**
     * To be called when the raw gradient of an iteration stands, before the updater: keeps the requested gradient, then
     * removes what belongs to inactive positions.
     */
    void afterGradient();

    /** To be called when the updater has changed the weights: inactive positions become +0.0 again. */
    void afterStep();

    /**
     * Changes the topology. Positions in both lists keep their value and optimiser state and count as neither dropped nor
     * grown. The other dropped ones become +0.0; the other grown ones start at the given value; the optimiser state of
     * both is as fresh as the updater's own initialisation.
     *
     * @param drop ascending positions, all active
     * @param grow ascending positions, each inactive or in {@code drop}
     * @param values the first value of each position in {@code grow}
     * @throws IllegalArgumentException if the lists do not fit the active positions, or the number of connections would
     *     change though it cannot; nothing has changed then
     */
    void rewire(long[] drop, long[] grow, double[] values);
}
