package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Whose activations a dense layer's connections join.
 *
 * @param source the layer or input that they come from
 * @param target the layer itself
 */
record ActivationLink(String source, String target) {

    /** Empty for layers of other kinds, and for those whose input a preprocessor or several layers make. */
    static Optional<ActivationLink> of(NetworkView network, WeightShape shape) {
        String name = shape.layer();
        Layer layer = network.layers().get(name).conf().getLayer();
        boolean dense = layer instanceof DenseLayer
                || layer instanceof OutputLayer
                || layer instanceof SparseDenseLayer
                || layer instanceof SparseOutputLayer;
        return dense ? source(network, name).map(source -> new ActivationLink(source, name)) : Optional.empty();
    }

    private static Optional<String> source(NetworkView network, String name) {
        if (network.model() instanceof MultiLayerNetwork layered) {
            List<String> names = new ArrayList<>(network.layers().keySet());
            int index = names.indexOf(name);
            boolean changed = layered.getLayerWiseConfigurations().getInputPreProcess(index) != null;
            return changed ? Optional.empty() : Optional.of(index == 0 ? MethodPart.INPUT : names.get(index - 1));
        }
        ComputationGraph graph = (ComputationGraph) network.model();
        GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
        List<String> inputs = graph.getConfiguration().getVertexInputs().get(name);
        boolean changed = vertex instanceof LayerVertex of && of.getPreProcessor() != null;
        return changed || inputs.size() != 1 ? Optional.empty() : Optional.of(inputs.get(0));
    }
}
