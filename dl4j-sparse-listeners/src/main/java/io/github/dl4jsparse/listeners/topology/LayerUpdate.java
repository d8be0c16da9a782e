package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.SparseWeight;

/**
 * One topology update of one weight array, as criteria see it.
 *
 * @param weight the weight
 * @param number how many updates of the network came before this one
 * @param fraction the drop fraction, in [0, 1]
 * @param rounding how a fraction becomes a whole number
 * @param limit how many connections may be dropped at most: one always stays, and each must find a place to grow
 * @param seed the seed of the method
 */
public record LayerUpdate(
        SparseWeight weight, long number, double fraction, CountRounding rounding, long limit, long seed) {

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
