package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;

/** Counts the connections of a network. */
final class Connections {

    private Connections() {}

    /** Each weight array, in the network's order; what no listener keeps sparse counts as dense. */
    static List<LayerDensity> of(Model network) {
        Map<String, SparseWeight> kept = TopologyListener.of(network).map(TopologyListener::weights).stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(weight -> weight.shape().layer(), Function.identity()));
        Map<String, WeightShape> dense = NetworkWeights.of(NetworkView.of(network)).maskable().stream()
                .collect(Collectors.toMap(WeightShape::layer, Function.identity()));
        return NetworkView.of(network).layers().keySet().stream()
                .filter(layer -> kept.containsKey(layer) || dense.containsKey(layer))
                .map(layer -> kept.containsKey(layer) ? of(kept.get(layer)) : of(dense.get(layer)))
                .toList();
    }

    private static LayerDensity of(SparseWeight weight) {
        WeightShape shape = weight.shape();
        return new LayerDensity(
                shape.layer(), shape.inputs(), shape.outputs(), weight.active().count(), shape.size());
    }

    private static LayerDensity of(WeightShape shape) {
        return new LayerDensity(shape.layer(), shape.inputs(), shape.outputs(), shape.size(), shape.size());
    }

    /** The share of connections that were ever tried, R_s. */
    static double explored(Model network) {
        Optional<TopologyListener> listener = TopologyListener.of(network);
        return listener.isPresent() ? listener.get().explored().density() : 1;
    }
}
