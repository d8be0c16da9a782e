package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.GradientVisitor;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Optional;

/**
 * One topology update of one weight array, as criteria see it.
 *
 * @param weight the weight, as it was before the update
 * @param active its connections by now: those that earlier phases of the same update have left
 * @param number how many updates of the network came before this one
 * @param fraction the drop fraction, in [0, 1]
 * @param rounding how a fraction becomes a whole number
 * @param limit how many connections may be dropped at most: one always stays, and each must find a place to grow
 * @param seed the seed of the method
 * @param explored the positions that were ever active, if they are followed
 */
public record LayerUpdate(
        SparseWeight weight,
        PositionSet active,
        long number,
        double fraction,
        CountRounding rounding,
        long limit,
        long seed,
        Optional<Mask> explored) {

    /**
     * The first phase of an update: all of the weight's connections are there, and nothing is known of earlier ones.
     *
     * @param weight the weight
     * @param number how many updates of the network came before this one
     * @param fraction the drop fraction, in [0, 1]
     * @param rounding how a fraction becomes a whole number
     * @param limit how many connections may be dropped at most
     * @param seed the seed of the method
     */
    public LayerUpdate(
            SparseWeight weight, long number, double fraction, CountRounding rounding, long limit, long seed) {
        this(weight, weight.active(), number, fraction, rounding, limit, seed, Optional.empty());
    }

    /**
     * A later phase of an update, in which nothing is known of earlier updates.
     *
     * @param weight the weight
     * @param active its connections by now
     * @param number how many updates of the network came before this one
     * @param fraction the drop fraction, in [0, 1]
     * @param rounding how a fraction becomes a whole number
     * @param limit how many connections may be dropped at most
     * @param seed the seed of the method
     */
    public LayerUpdate(
            SparseWeight weight,
            PositionSet active,
            long number,
            double fraction,
            CountRounding rounding,
            long limit,
            long seed) {
        this(weight, active, number, fraction, rounding, limit, seed, Optional.empty());
    }

    /**
     * Visits the values of the active positions.
     *
     * @param visitor called once for each of them
     */
    @SuppressWarnings("ReferenceEquality") // the first phase of an update, which is the only one of most
    public void forEachActive(PositionVisitor visitor) {
        if (active == weight.active()) {
            weight.forEachActive(visitor);
        } else {
            weight.forEachActive((position, value) -> {
                if (active.contains(position)) {
                    visitor.visit(position, value);
                }
            });
        }
    }

    /**
     * Visits the active positions with their values and gradients.
     *
     * @param visitor called once for each of them
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if the part that asks has not said that it reads them
     */
    public void forEachActiveGradient(GradientVisitor visitor) {
        weight.forEachActiveGradient((position, value, gradient) -> {
            if (active.contains(position)) {
                visitor.visit(position, value, gradient);
            }
        });
    }

    /**
     * The drop fraction of a number of connections.
     *
     * @param connections how many there are
     * @return how many of them to drop, before the limit
     */
    public long share(long connections) {
        return rounding.of(fraction, connections);
    }

    /**
     * The random numbers for one purpose of this update of this weight: always the same ones.
     *
     * @param purpose what is drawn
     * @return a new stream
     */
    public RandomStream random(String purpose) {
        return RandomStream.of(seed, purpose + " " + weight.name(), number);
    }
}
