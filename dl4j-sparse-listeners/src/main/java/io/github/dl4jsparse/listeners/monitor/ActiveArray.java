package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A weight array and its connections, however they are known: by a mask, by a pattern, or by not being zero.
 *
 * @param shape name, dimensions and units
 * @param active the connections
 * @param weight the opened weight, if a topology listener keeps it; else null
 */
record ActiveArray(WeightShape shape, PositionSet active, SparseWeight weight) {

    /** The arrays of a network, in its order. */
    static List<ActiveArray> of(NetworkView network) {
        Map<String, SparseWeight> kept = new LinkedHashMap<>();
        TopologyListener.of(network.model())
                .ifPresent(listener -> listener.weights().forEach(weight -> kept.put(weight.name(), weight)));
        List<ActiveArray> arrays = new ArrayList<>();
        network.layers().forEach((name, layer) -> {
            CompressedLayer sparse = CompressedLayer.within(layer).orElse(null);
            if (sparse != null) {
                sparse.matrices().forEach(matrix -> {
                    WeightShape shape = matrix.shape(name);
                    arrays.add(new ActiveArray(shape, matrix.pattern().positionSet(), kept.get(shape.name())));
                });
            } else {
                arrays.addAll(ordinary(name, layer, kept));
            }
        });
        return arrays;
    }

    private static List<ActiveArray> ordinary(String name, Layer layer, Map<String, SparseWeight> kept) {
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        Map<String, INDArray> effective = Map.of();
        if (conf instanceof ReparameterizedLayer wrapped) {
            conf = wrapped.getUnderlying();
            effective = EffectiveWeights.of(layer).orElse(Map.of());
        }
        List<ActiveArray> arrays = new ArrayList<>();
        for (WeightLayout layout : WeightLayout.of(conf)) {
            SparseWeight weight = kept.get(name + "_" + layout.parameter());
            if (weight != null) {
                arrays.add(new ActiveArray(weight.shape(), weight.active(), weight));
            } else {
                INDArray array = effective.getOrDefault(layout.parameter(), layer.getParam(layout.parameter()));
                arrays.add(notZero(name, conf, layout, array));
            }
        }
        return arrays;
    }

    private static ActiveArray notZero(
            String name, org.deeplearning4j.nn.conf.layers.Layer conf, WeightLayout layout, INDArray parameter) {
        long[] dims = WeightLayout.computedDims(conf, parameter.shape());
        INDArray array = Arrays.equals(dims, parameter.shape()) ? parameter : parameter.reshape('c', dims);
        if (layout.peepholes() > 0) {
            array = array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, array.size(1) - layout.peepholes()));
        }
        WeightShape shape = new WeightShape(
                name,
                layout.parameter(),
                Arrays.stream(array.shape()).boxed().toList(),
                layout.inputAxis(),
                layout.outputAxes());
        return new ActiveArray(shape, Mask.nonZero(array), null);
    }
}
