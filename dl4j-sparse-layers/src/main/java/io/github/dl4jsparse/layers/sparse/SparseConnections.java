package io.github.dl4jsparse.layers.sparse;

/**
 * What the configuration of a truly sparse layer says about its connections: the size of the weight matrix that they are
 * places of, how many there are, and how they are drawn.
 */
public interface SparseConnections {

    /**
     * The rows of the weight matrix.
     *
     * @return the number of inputs that a unit may be connected to
     */
    long inputs();

    /**
     * The columns of the weight matrix.
     *
     * @return the number of units
     */
    long outputs();

    /**
     * The number of connections that the configuration asks for.
     *
     * @return the nearest integer to density times size
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a size is not set, there would be no connection or
     *     more than the matrix has places, or the layer is too large
     */
    int connectionCount();

    /**
     * Whether the units have biases.
     *
     * @return true unless the builder said otherwise
     */
    boolean hasBias();

    /**
     * The seed of the connections.
     *
     * @return the seed, or null if it follows from the network's seed and the layer's index
     */
    Long patternSeed();

    /**
     * What each unit adds to the fan-out that weight initialisation schemes see.
     *
     * @return 1 where a unit has one output
     */
    default double fanOutOfUnit() {
        return 1;
    }
}
