package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.store.LayerPasses;
import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Sums over the examples of each class of what goes into the dense layers of a network. */
final class ClassActivity {

    /** By layer, a class a row and a unit a column. */
    private final Map<String, INDArray> sums = new LinkedHashMap<>();

    /** The sums are as good as means to rank units by. */
    static ClassActivity of(NetworkView network, DataSetIterator examples, Set<String> layers) {
        ClassActivity activity = new ClassActivity();
        examples.reset();
        while (examples.hasNext()) {
            DataSet batch = examples.next();
            Map<String, LayerPasses.Pass> passes = LayerPasses.of(network, batch.getFeatures());
            layers.forEach(layer -> {
                INDArray inputs = passes.get(layer).input();
                INDArray classes = batch.getLabels().castTo(inputs.dataType()).transpose();
                activity.sums.merge(layer, classes.mmul(inputs).detach(), INDArray::addi);
            });
        }
        examples.reset();
        return activity;
    }

    /** The units before a layer that are most active on a class, at most so many. */
    Set<Integer> most(String layer, int output, int count) {
        INDArray sum = sums.get(layer);
        Selection most = Selection.largest(Math.min(count, sum.size(1)));
        for (int unit = 0; unit < sum.size(1); unit++) {
            most.accept(unit, sum.getDouble(output, unit));
        }
        Set<Integer> units = new TreeSet<>();
        for (long unit : most.positions()) {
            units.add((int) unit);
        }
        return units;
    }
}
