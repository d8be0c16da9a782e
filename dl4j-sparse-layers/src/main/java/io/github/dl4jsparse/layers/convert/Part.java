package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.weight.CompressedLayer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer or vertex and its place in its network's flat vectors.
 *
 * @param name its name in its network
 * @param conf the layer's configuration, a frozen layer's wrapper included; null for vertices of other kinds
 * @param trainable the layer or vertex at run time
 * @param start the index of its first parameter
 */
record Part(String name, Layer conf, Trainable trainable, long start) {

    /** The configuration of the layer itself, frozen or not. */
    Layer inner() {
        return LayerWrapper.inside(conf);
    }

    /** The run-time layer itself, frozen or not, if it is a truly sparse one. */
    Optional<CompressedLayer> trulySparse() {
        Object layer = layer();
        while (layer instanceof BaseWrapperLayer wrapper) {
            layer = wrapper.getUnderlying();
        }
        return layer instanceof CompressedLayer sparse ? Optional.of(sparse) : Optional.empty();
    }

    /** The run-time layer; null for vertices of other kinds. */
    org.deeplearning4j.nn.api.Layer layer() {
        return trainable instanceof GraphVertex vertex
                ? vertex.getLayer()
                : (org.deeplearning4j.nn.api.Layer) trainable;
    }

    long end() {
        return start + trainable.numParams();
    }

    INDArray param(String key) {
        return trainable.paramTable(false).get(key);
    }

    /** Where each parameter begins, in the order in which DL4J's updaters take them. */
    Map<String, Long> starts() {
        Map<String, Long> starts = new LinkedHashMap<>();
        long at = start;
        for (Map.Entry<String, INDArray> param : trainable.paramTable(false).entrySet()) {
            starts.put(param.getKey(), at);
            at += param.getValue().length();
        }
        return starts;
    }
}
