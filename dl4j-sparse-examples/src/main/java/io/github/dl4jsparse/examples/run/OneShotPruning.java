package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.convert.Baking;
import io.github.dl4jsparse.layers.mask.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Removes the smallest weights of copies of a trained perceptron. */
final class OneShotPruning {

    private OneShotPruning() {}

    /** Weights are those that the network computes with. The network is not changed. */
    static List<PrunedResult> of(
            MultiLayerNetwork trained, PruningSettings settings, ToDoubleFunction<MultiLayerNetwork> accuracy) {
        List<PrunedResult> results = new ArrayList<>();
        for (double sparsity : settings.sparsities()) {
            MultiLayerNetwork plain = Baking.bake(trained);
            List<INDArray> hidden = new ArrayList<>();
            for (int layer = 0; layer < plain.getnLayers() - 1; layer++) {
                hidden.add(plain.getLayer(layer).getParam("W"));
            }
            if (settings.scope() == PruningScope.GLOBAL) {
                prune(hidden, sparsity);
            } else {
                hidden.forEach(weights -> prune(List.of(weights), sparsity));
            }
            prune(List.of(plain.getOutputLayer().getParam("W")), sparsity / 2);
            results.add(new PrunedResult(sparsity, accuracy.applyAsDouble(plain), Connections.notZero(plain)));
        }
        return results;
    }

    /** Of equal magnitudes the first ones go first. */
    private static void prune(List<INDArray> arrays, double sparsity) {
        List<double[]> numbers =
                arrays.stream().map(array -> array.dup('c').data().asDouble()).toList();
        long size = numbers.stream().mapToLong(array -> array.length).sum();
        Selection smallest = Selection.smallest((long) Math.floor(sparsity * size + 1e-9));
        long position = 0;
        for (double[] array : numbers) {
            for (double number : array) {
                smallest.accept(position, Math.abs(number));
                position++;
            }
        }
        long[] removed = smallest.positions();
        int next = 0;
        long first = 0;
        for (int i = 0; i < arrays.size(); i++) {
            INDArray values = arrays.get(i).dup('c');
            long end = first + values.length();
            for (; next < removed.length && removed[next] < end; next++) {
                values.data().put(removed[next] - first, 0);
            }
            arrays.get(i).assign(values);
            first = end;
        }
    }
}
