package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.WeightShape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One weight matrix of a truly sparse run-time layer, opened so that it can be rewired while the layer trains. */
public interface CompressedMatrix {

    /**
     * Name, dimensions and axes of the weights, whose positions in C order are those of the pattern: {@code input * nOut +
     * unit}.
     *
     * @param layer the name that the network has for the layer
     * @return as many positions as the matrix has places
     */
    WeightShape shape(String layer);

    /**
     * Which connections there are.
     *
     * @return the pattern that the layer's parameters hold
     */
    CompressedPattern pattern();

    /**
     * The value of each connection, in the pattern's order.
     *
     * @return the layer's own parameter array, {@code [1, nnz]}
     */
    INDArray values();

    /**
     * Writes another pattern of the same size and number of connections to the layer's parameters. Values and updater
     * state are moved by the caller.
     *
     * @param pattern the new pattern
     * @throws IllegalArgumentException if it has another size or number of connections; nothing has changed then
     */
    void rewire(CompressedPattern pattern);

    /** Asks that the next backward pass keeps its input and error, until {@link #releaseGradient}. */
    void requestGradient();

    /** Forgets the kept input and error. */
    void releaseGradient();

    /**
     * Streams the dense loss gradient {@code X' dZ} (sum over the minibatch) of the kept backward pass, in blocks of input
     * rows, all positions ascending in C order of {@code [nIn, nOut]}; it is never stored whole.
     *
     * @param visitor called once for each position
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if no backward pass was kept
     */
    void forEachGradient(PositionVisitor visitor);
}
