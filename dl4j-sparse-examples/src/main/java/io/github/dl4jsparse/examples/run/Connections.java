package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.FixedMask;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts the connections of a network. */
final class Connections {

    private Connections() {}

    /**
     * Each weight array, in the network's order. What a layer computes from its weights counts where it is not zero; of other
     * arrays the active positions count, and what no listener keeps sparse counts as dense.
     */
    static List<LayerDensity> of(Model network) {
        Map<String, SparseWeight> kept = TopologyListener.of(network).map(TopologyListener::weights).stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(weight -> weight.shape().layer(), Function.identity()));
        Map<String, WeightShape> dense = NetworkWeights.of(NetworkView.of(network)).maskable().stream()
                .collect(Collectors.toMap(WeightShape::layer, Function.identity()));
        List<LayerDensity> densities = new ArrayList<>();
        NetworkView.of(network).layers().forEach((name, layer) -> {
            boolean carried = isCarried(layer) && kept.containsKey(name);
            if (layer.conf().getLayer() instanceof ReparameterizedLayer && !carried) {
                densities.add(
                        notZero(name, EffectiveWeights.of(layer).orElseThrow().get("W")));
            } else if (kept.containsKey(name)) {
                densities.add(of(kept.get(name)));
            } else if (dense.containsKey(name)) {
                densities.add(of(dense.get(name)));
            }
        });
        return densities;
    }

    /** Under a mask that layers carry a connection is one whatever its value, as under a listener's. */
    private static boolean isCarried(Layer layer) {
        return layer.conf().getLayer() instanceof ReparameterizedLayer wrapped
                && wrapped.getReparameterization() instanceof FixedMask;
    }

    /** Each weight array of an ordinary perceptron: what is not zero is a connection. */
    static List<LayerDensity> notZero(Model network) {
        return NetworkView.of(network).layers().entrySet().stream()
                .map(entry -> notZero(entry.getKey(), entry.getValue().getParam("W")))
                .toList();
    }

    private static LayerDensity notZero(String name, INDArray weights) {
        long count = Arrays.stream(weights.dup('c').data().asDouble())
                .filter(weight -> weight != 0)
                .count();
        return new LayerDensity(name, weights.size(0), weights.size(1), count, weights.length());
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
