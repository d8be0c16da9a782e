package io.github.dl4jsparse.examples.inspect;

import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How long a network takes to compute outputs, on this machine, now.
 *
 * @param batch examples at once
 * @param milliseconds for all of them, the median of several calls after warming up
 */
public record OutputTime(int batch, double milliseconds) {

    private static final int WARM_UP = 50;
    private static final int CALLS = 101;

    /**
     * Measures, if the network takes plain feature vectors.
     *
     * @param model a network
     * @param batch examples at once, positive
     * @return the time; empty for a graph and for a network whose first layer is convolutional, recurrent or the like
     */
    public static Optional<OutputTime> measure(Model model, int batch) {
        if (!(model instanceof MultiLayerNetwork network)) {
            return Optional.empty();
        }
        Layer first = plain(network.getLayer(0).conf().getLayer());
        if (!takesVectors(first)) {
            return Optional.empty();
        }
        long width = ((FeedForwardLayer) first).getNIn();
        INDArray input = Nd4j.linspace(network.params().dataType(), 0, 1.0 / (width * batch), width * batch)
                .reshape(batch, width);
        double[] times = new double[CALLS];
        for (int call = -WARM_UP; call < CALLS; call++) {
            long start = System.nanoTime();
            network.output(input);
            if (call >= 0) {
                times[call] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(times);
        return Optional.of(new OutputTime(batch, times[CALLS / 2]));
    }

    private static Layer plain(Layer layer) {
        return layer instanceof ReparameterizedLayer wrapped ? wrapped.getUnderlying() : layer;
    }

    private static boolean takesVectors(Layer layer) {
        return layer instanceof DenseLayer
                || layer instanceof SparseDenseLayer
                || layer instanceof OutputLayer
                || layer instanceof SparseOutputLayer;
    }
}
