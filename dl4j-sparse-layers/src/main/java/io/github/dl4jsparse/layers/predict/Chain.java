package io.github.dl4jsparse.layers.predict;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The layers of a network from input to output. */
final class Chain {

    private Chain() {}

    static List<ChainedLayer> of(Model net) {
        if (net == null || !initialized(net)) {
            throw new DL4JInvalidConfigException("The network has no parameters to predict with. Call init() first.");
        }
        if (net instanceof MultiLayerNetwork multiLayer) {
            return of(multiLayer);
        }
        if (net instanceof ComputationGraph graph) {
            return of(graph);
        }
        throw new DL4JInvalidConfigException(
                "A predictor is made from a MultiLayerNetwork or ComputationGraph, not from a ("
                        + net.getClass().getName() + ").");
    }

    private static boolean initialized(Model net) {
        return !(net instanceof MultiLayerNetwork multiLayer && multiLayer.getLayers() == null)
                && !(net instanceof ComputationGraph graph && graph.getVertices() == null);
    }

    private static List<ChainedLayer> of(MultiLayerNetwork net) {
        List<ChainedLayer> chain = new ArrayList<>();
        for (int i = 0; i < net.getnLayers(); i++) {
            Layer layer = net.getLayer(i);
            String name = layer.conf().getLayer().getLayerName();
            chain.add(new ChainedLayer(
                    name == null ? "" + i : name,
                    layer,
                    net.getLayerWiseConfigurations().getInputPreProcess(i)));
        }
        return chain;
    }

    private static List<ChainedLayer> of(ComputationGraph graph) {
        ComputationGraphConfiguration conf = graph.getConfiguration();
        if (conf.getNetworkInputs().size() != 1 || conf.getNetworkOutputs().size() != 1) {
            throw new DL4JInvalidConfigException("The graph has the inputs (" + conf.getNetworkInputs()
                    + ") and outputs (" + conf.getNetworkOutputs()
                    + "), but a predictor has one of each. Use the graph's own output.");
        }
        Deque<ChainedLayer> chain = new ArrayDeque<>();
        String name = conf.getNetworkOutputs().get(0);
        while (!conf.getNetworkInputs().contains(name)) {
            GraphVertex vertex = conf.getVertices().get(name);
            List<String> from = conf.getVertexInputs().get(name);
            if (!(vertex instanceof LayerVertex layerVertex) || from.size() != 1) {
                throw new DL4JInvalidConfigException("The vertex (" + name + ") of type ("
                        + vertex.getClass().getSimpleName() + ") with the inputs (" + from
                        + ") is no layer of a plain chain, which is all that a predictor computes."
                        + " Use the graph's own output.");
            }
            chain.addFirst(new ChainedLayer(name, graph.getLayer(name), layerVertex.getPreProcessor()));
            name = from.get(0);
        }
        return List.copyOf(chain);
    }
}
