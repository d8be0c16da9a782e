package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network as a row of parts, those with parameters in the order of the flat vector.
 *
 * @param model the network
 * @param parts its layers, and vertices with parameters, by name
 */
record NetworkParts(Model model, Map<String, Part> parts) {

    NetworkParts {
        parts = Collections.unmodifiableMap(parts);
    }

    /** The parts of an initialised network; layers without a name are called by their index. */
    static NetworkParts of(Model model) {
        Set<String> names = NetworkView.of(model).layers().keySet();
        return model instanceof MultiLayerNetwork net ? of(net, List.copyOf(names)) : of((ComputationGraph) model);
    }

    private static NetworkParts of(MultiLayerNetwork net, List<String> names) {
        Map<String, Part> parts = new LinkedHashMap<>();
        long start = 0;
        for (int i = 0; i < names.size(); i++) {
            Layer layer = net.getLayer(i);
            Part part = new Part(
                    names.get(i), net.getLayerWiseConfigurations().getConf(i).getLayer(), layer, start);
            parts.put(part.name(), part);
            start = part.end();
        }
        return new NetworkParts(net, parts);
    }

    private static NetworkParts of(ComputationGraph net) {
        Map<String, Part> parts = new LinkedHashMap<>();
        long start = 0;
        for (int index : net.topologicalSortOrder()) {
            Trainable vertex = net.getVertices()[index];
            String name = net.getVertices()[index].getVertexName();
            GraphVertex conf = net.getConfiguration().getVertices().get(name);
            boolean layer = conf instanceof LayerVertex;
            if (layer || vertex.numParams() > 0) {
                Part part = new Part(
                        name, layer ? ((LayerVertex) conf).getLayerConf().getLayer() : null, vertex, start);
                parts.put(name, part);
                start = part.end();
            }
        }
        return new NetworkParts(net, parts);
    }

    List<Part> layers() {
        List<Part> layers = new ArrayList<>(parts.values());
        layers.removeIf(part -> part.conf() == null);
        return layers;
    }
}
