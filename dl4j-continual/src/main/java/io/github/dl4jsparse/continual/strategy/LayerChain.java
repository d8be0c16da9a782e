package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.weight.NetworkView;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Networks in which each layer reads the one before it, and nothing else. */
final class LayerChain {

    private LayerChain() {}

    /** Refuses a graph that is none, and says what needs one. */
    static void check(NetworkView network, String why) {
        if (!(network.model() instanceof ComputationGraph net)) {
            return;
        }
        ComputationGraphConfiguration graph = net.getConfiguration();
        graph.getVertexInputs().forEach((name, inputs) -> {
            boolean layer = graph.getVertices().get(name) instanceof LayerVertex;
            boolean shared = inputs.stream()
                    .anyMatch(input -> graph.getVertexInputs().values().stream()
                                    .filter(all -> all.contains(input))
                                    .count()
                            > 1);
            if (!layer || inputs.size() != 1 || shared) {
                throw new DL4JInvalidConfigException("Vertex (" + name + ") with the inputs " + inputs
                        + " is no part of a chain of layers, and " + why + ".");
            }
        });
    }
}
