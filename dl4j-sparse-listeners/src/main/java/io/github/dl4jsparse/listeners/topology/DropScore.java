package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.PositionVisitor;

/** How much a connection is worth: those of smallest score are dropped. */
@FunctionalInterface
public interface DropScore {

    /**
     * The score of a connection.
     *
     * @param value its weight
     * @param gradient the raw loss gradient, a sum over the minibatch; 0 where the score needs none
     * @return a finite number
     */
    double of(double value, double gradient);

    /**
     * Whether the score depends on the gradient.
     *
     * @return false by default
     */
    default boolean needsGradient() {
        return false;
    }

    /** Visits the score of each active position. */
    default void forEach(LayerUpdate update, PositionVisitor visitor) {
        if (needsGradient()) {
            update.forEachActiveGradient((position, value, gradient) -> visitor.visit(position, of(value, gradient)));
        } else {
            update.forEachActive((position, value) -> visitor.visit(position, of(value, 0)));
        }
    }
}
