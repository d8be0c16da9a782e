package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Which weight is fed by the units of another, if it is a fully connected layer directly after it. */
final class NextWeights {

    private NextWeights() {}

    /** By the name of the feeding weight; those that feed none of these, or several layers, are left out. */
    static Map<String, String> of(NetworkView network, List<SparseWeight> from, List<SparseWeight> all) {
        Map<String, String> next = new LinkedHashMap<>();
        for (SparseWeight weight : from) {
            String layer = following(network, weight.shape().layer());
            all.stream()
                    .map(SparseWeight::shape)
                    .filter(shape -> shape.layer().equals(layer) && isFedBy(shape, weight.shape()))
                    .forEach(shape -> next.put(weight.name(), shape.name()));
        }
        return next;
    }

    private static boolean isFedBy(WeightShape next, WeightShape before) {
        return next.parameter().equals("W")
                && next.dims().size() == 2
                && before.dims().size() == 2
                && next.inputs() == before.outputs();
    }

    private static String following(NetworkView network, String layer) {
        if (network.model() instanceof ComputationGraph graph) {
            List<String> followers = new ArrayList<>();
            graph.getConfiguration().getVertexInputs().forEach((name, inputs) -> {
                if (inputs.contains(layer)) {
                    followers.add(name);
                }
            });
            boolean alone = followers.size() == 1
                    && !graph.getConfiguration().getNetworkOutputs().contains(layer);
            return alone ? followers.get(0) : null;
        }
        List<String> names = List.copyOf(network.layers().keySet());
        int index = names.indexOf(layer) + 1;
        return index < names.size() ? names.get(index) : null;
    }
}
