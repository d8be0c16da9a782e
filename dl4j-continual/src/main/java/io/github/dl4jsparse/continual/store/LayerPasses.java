package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What goes into the layers of a network and comes out of them at inference. */
public final class LayerPasses {

    private LayerPasses() {}

    /**
     * What one layer has made of a batch.
     *
     * @param input as the layer takes it
     * @param output its activations
     */
    public record Pass(INDArray input, INDArray output) {}

    /**
     * Lets a batch through a network.
     *
     * @param network a network with one input
     * @param features the batch
     * @return by layer, in the network's order
     */
    public static Map<String, Pass> of(NetworkView network, INDArray features) {
        return network.model() instanceof MultiLayerNetwork net
                ? ofLayers(network, net, features)
                : ofGraph(network, (ComputationGraph) network.model(), features);
    }

    private static Map<String, Pass> ofLayers(NetworkView network, MultiLayerNetwork net, INDArray features) {
        List<INDArray> activations = net.feedForward(features, false);
        Map<String, Pass> passes = new LinkedHashMap<>();
        int i = 0;
        for (String name : network.layers().keySet()) {
            InputPreProcessor adapter = net.getLayerWiseConfigurations().getInputPreProcess(i);
            passes.put(name, new Pass(adapted(activations.get(i), adapter, features), activations.get(i + 1)));
            i++;
        }
        return passes;
    }

    private static Map<String, Pass> ofGraph(NetworkView network, ComputationGraph graph, INDArray features) {
        Map<String, INDArray> activations = graph.feedForward(features, false);
        Map<String, Pass> passes = new LinkedHashMap<>();
        for (String name : network.layers().keySet()) {
            GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
            InputPreProcessor adapter = vertex instanceof LayerVertex layer ? layer.getPreProcessor() : null;
            INDArray before = activations.get(
                    graph.getConfiguration().getVertexInputs().get(name).get(0));
            passes.put(name, new Pass(adapted(before, adapter, features), activations.get(name)));
        }
        return passes;
    }

    private static INDArray adapted(INDArray before, InputPreProcessor adapter, INDArray features) {
        return adapter == null
                ? before
                : adapter.preProcess(before, Math.toIntExact(features.size(0)), LayerWorkspaceMgr.noWorkspaces());
    }
}
