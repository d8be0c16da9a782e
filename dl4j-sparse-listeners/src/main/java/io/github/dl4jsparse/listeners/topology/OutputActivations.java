package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.SparseWeight;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Activations of a layer that computes none in the forward pass of a step, as output layers do: {@code f(a W + b)},
 * without dropout.
 */
final class OutputActivations {

    private OutputActivations() {}

    static INDArray of(Layer layer, SparseWeight weight, INDArray input) {
        int batch = Math.toIntExact(input.size(0));
        int targets = Math.toIntExact(weight.shape().outputs());
        double[][] from = input.castTo(DataType.DOUBLE).toDoubleMatrix();
        double[][] z = new double[batch][targets];
        INDArray bias = layer.getParam("b");
        for (int j = 0; bias != null && j < targets; j++) {
            for (double[] row : z) {
                row[j] = bias.getDouble(j);
            }
        }
        weight.forEachActive((position, value) -> {
            int i = (int) (position / targets);
            int j = (int) (position % targets);
            for (int example = 0; example < batch; example++) {
                z[example][j] += value * from[example][i];
            }
        });
        BaseLayer conf = (BaseLayer) layer.conf().getLayer();
        return conf.getActivationFn().getActivation(Nd4j.createFromArray(z), false);
    }
}
