package io.github.dl4jsparse.listeners.topology;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The removal of weak neurons while a network trains: a neuron's importance is {@code I_j = sum_i |W_ij|} over its
 * incoming connections; neurons of hidden layers whose importance is at most the percentile of their layer lose all of
 * these for ever: nothing grows there again, and the layer's number of connections falls. Curci et al., <i>Truly
 * Sparse Neural Networks at Scale</i>, 2021; there percentile 20, every 10 epochs after epoch 200. The percentile
 * interpolates linearly, as NumPy's does.
 *
 * <p>Applies to the sparse weights of layers with one array, dense or convolutional (filters are neurons there),
 * output layers excepted. Departures: the percentile is one of the neurons that still have connections, so that each
 * pruning removes its share, where the authors' code counts removed neurons too; a layer's strongest neuron stays. A
 * neuron without incoming connections is a constant, {@code f(b_j)}, that {@code Compaction} can remove from the
 * trained network.
 *
 * @param percentile q, in [0, 100)
 * @param every p, the epochs between two prunings, positive
 * @param after tau, the finished epochs after which pruning begins, not negative
 * @param outgoing whether the connections from a removed neuron to the next sparse layer are removed for ever too
 */
public record NeuronPruning(double percentile, int every, int after, boolean outgoing) {

    /**
     * Checks the numbers.
     *
     * @param percentile q, in [0, 100)
     * @param every p, the epochs between two prunings, positive
     * @param after tau, the finished epochs after which pruning begins, not negative
     * @param outgoing whether the connections from a removed neuron to the next sparse layer are removed for ever too
     * @throws DL4JInvalidConfigException if a number is out of its range
     */
    public NeuronPruning {
        if (!(percentile >= 0 && percentile < 100)) {
            throw new DL4JInvalidConfigException(
                    "The percentile (" + percentile + ") must be in [0, 100), such as 20.");
        }
        if (every <= 0 || after < 0) {
            throw new DL4JInvalidConfigException("Neurons cannot be pruned every (" + every + ") epochs after epoch ("
                    + after + "): the first must be positive, the second not negative.");
        }
    }

    /**
     * The weakest neurons, every 10 epochs after epoch 200, incoming connections only.
     *
     * @param percentile q, in [0, 100)
     * @return the settings
     * @throws DL4JInvalidConfigException if it is out of its range
     */
    public static NeuronPruning weakest(double percentile) {
        return new NeuronPruning(percentile, 10, 200, false);
    }

    /**
     * Other epochs.
     *
     * @param epochs between two prunings, positive
     * @param first the finished epochs after which pruning begins
     * @return new settings
     * @throws DL4JInvalidConfigException if a number is out of its range
     */
    public NeuronPruning every(int epochs, int first) {
        return new NeuronPruning(percentile, epochs, first, outgoing);
    }

    /**
     * Removes the connections from a removed neuron too, if the next layer is fully connected, follows directly and is
     * sparse.
     *
     * @return new settings
     */
    public NeuronPruning withOutgoing() {
        return new NeuronPruning(percentile, every, after, true);
    }

    @Override
    public String toString() {
        return "neurons up to percentile " + percentile + " every " + every + " epochs after epoch " + after
                + (outgoing ? ", with outgoing connections" : "");
    }
}
