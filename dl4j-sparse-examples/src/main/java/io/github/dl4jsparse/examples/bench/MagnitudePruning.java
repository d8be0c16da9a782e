package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.mask.Selection;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pruning in one go: of each hidden layer the weights of the smallest magnitudes become zero, exactly so many. */
final class MagnitudePruning {

    private MagnitudePruning() {}

    static void prune(MultiLayerNetwork network, double sparsity) {
        for (int layer = 0; layer < network.getnLayers() - 1; layer++) {
            INDArray weights = network.getLayer(layer).getParam("W");
            INDArray values = weights.dup('c');
            float[] numbers = values.data().asFloat();
            Selection smallest = Selection.smallest(Math.round(sparsity * numbers.length));
            for (int position = 0; position < numbers.length; position++) {
                smallest.accept(position, Math.abs(numbers[position]));
            }
            for (long position : smallest.positions()) {
                values.data().put(position, 0);
            }
            weights.assign(values);
        }
    }
}
