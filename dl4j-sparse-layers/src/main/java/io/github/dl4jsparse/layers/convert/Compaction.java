package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Removes dead hidden units: those without incoming connections, whose constant output the biases of the next layer
 * take up, and those without outgoing ones. What loses its last connection by that is removed too, until nothing is
 * dead.
 *
 * <p>The units are those of {@code DenseLayer} and {@code SparseDenseLayer}, wherever the next layer is one of these
 * or an output layer and follows directly, as the only one that reads them. Layers of other kinds, frozen layers,
 * layer normalisation and activations over all units of a layer are left alone, and {@link Compacted#layers} says so.
 * Inputs and outputs of the network stay.
 *
 * <p>The result is a new network whose outputs are those of the old one at inference up to the order of sums; updater
 * state, counts and the masks that were given come along. Training goes on in the same way but for what removed units
 * would have learned: a constant that was folded into a bias learns with that bias, and dropout draws other units.
 */
public final class Compaction {

    private Compaction() {}

    /**
     * Removes the dead units. Connections of ordinary layers are weights that are not zero.
     *
     * @param net an initialised network; it is not changed
     * @return a new network, and what it saves
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the network is not initialised, or its output
     *     depends on no input
     */
    public static Compacted<MultiLayerNetwork> compact(MultiLayerNetwork net) {
        return compact(net, new MaskSet(Map.of()));
    }

    /**
     * Removes the dead units of a network under masks: a connection that has just been grown counts though it is zero.
     *
     * @param net an initialised network; it is not changed
     * @param masks of ordinary layers, such as {@code TopologyListener.masks()}
     * @return a new network, its masks, and what it saves
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as {@link #compact(MultiLayerNetwork)}
     */
    public static Compacted<MultiLayerNetwork> compact(MultiLayerNetwork net, MaskSet masks) {
        Compacted<Model> compacted = DetachedMemory.within(() -> compacted(net, masks));
        return new Compacted<>((MultiLayerNetwork) compacted.network(), compacted.masks(), compacted.layers());
    }

    /**
     * As {@link #compact(MultiLayerNetwork)}, for a graph, in which the way of each unit is followed along chains of
     * layers.
     *
     * @param net an initialised network; it is not changed
     * @return a new network, and what it saves
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static Compacted<ComputationGraph> compact(ComputationGraph net) {
        return compact(net, new MaskSet(Map.of()));
    }

    /**
     * As {@link #compact(MultiLayerNetwork, MaskSet)}, for a graph.
     *
     * @param net an initialised network; it is not changed
     * @param masks of ordinary layers
     * @return a new network, its masks, and what it saves
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static Compacted<ComputationGraph> compact(ComputationGraph net, MaskSet masks) {
        Compacted<Model> compacted = DetachedMemory.within(() -> compacted(net, masks));
        return new Compacted<>((ComputationGraph) compacted.network(), compacted.masks(), compacted.layers());
    }

    private static Compacted<Model> compacted(Model net, MaskSet masks) {
        NetworkParts old = NetworkParts.of(net);
        Map<String, UnitLayer> layers = new LinkedHashMap<>();
        for (Part part : old.layers()) {
            UnitLayer.of(part, masks.masks().get(part.name() + "_W"))
                    .ifPresent(layer -> layers.put(part.name(), layer));
        }
        Map<String, String> readers = readers(net, old);
        List<DeadUnits> pairs = new ArrayList<>();
        layers.forEach((name, layer) -> {
            UnitLayer next = layers.get(readers.getOrDefault(name, ""));
            if (next != null && layer.isHidden() && next.nIn() == layer.nOut()) {
                pairs.add(new DeadUnits(layer, next, new BitSet()));
            }
        });
        DeadUnits.remove(pairs);
        Map<String, Layer> replacements = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            if (CompactedLayer.isSmaller(layer)) {
                replacements.put(name, CompactedLayer.configuration(layer));
            }
        });
        NetworkParts copy = NetworkParts.of(NetworkCopy.of(old, replacements));
        TrainedNumbers from = TrainedNumbers.of(net);
        TrainedNumbers to = TrainedNumbers.of(copy.model(), from);
        old.parts().forEach((name, part) -> {
            Part target = copy.parts().get(name);
            if (replacements.containsKey(name)) {
                new CompactedLayer(layers.get(name), target).fill(from, to);
            } else {
                new Transfer(from, to).whole(part, target);
            }
        });
        return new Compacted<>(copy.model(), smaller(masks, layers), savings(old, copy, layers, pairs));
    }

    /** The only layer that reads a layer's output as it is. */
    private static Map<String, String> readers(Model net, NetworkParts parts) {
        Map<String, String> readers = new LinkedHashMap<>();
        if (net instanceof MultiLayerNetwork layered) {
            List<String> names = List.copyOf(parts.parts().keySet());
            for (int i = 0; i + 1 < names.size(); i++) {
                if (layered.getLayerWiseConfigurations().getInputPreProcess(i + 1) == null) {
                    readers.put(names.get(i), names.get(i + 1));
                }
            }
            return readers;
        }
        ComputationGraph graph = (ComputationGraph) net;
        Map<String, Integer> uses = new LinkedHashMap<>();
        graph.getConfiguration().getVertexInputs().forEach((name, inputs) -> {
            inputs.forEach(input -> uses.merge(input, 1, Integer::sum));
            boolean asItIs = inputs.size() == 1
                    && graph.getConfiguration().getVertices().get(name) instanceof LayerVertex vertex
                    && vertex.getPreProcessor() == null;
            if (asItIs) {
                readers.put(inputs.get(0), name);
            }
        });
        readers.keySet()
                .removeIf(name -> uses.get(name) > 1
                        || graph.getConfiguration().getNetworkOutputs().contains(name));
        return readers;
    }

    private static MaskSet smaller(MaskSet masks, Map<String, UnitLayer> layers) {
        Map<String, Mask> all = new LinkedHashMap<>(masks.masks());
        layers.forEach((name, layer) -> all.computeIfPresent(name + "_W", (key, mask) -> CompactedLayer.mask(layer)));
        return new MaskSet(all);
    }

    private static List<LayerSaving> savings(
            NetworkParts old, NetworkParts copy, Map<String, UnitLayer> layers, List<DeadUnits> pairs) {
        List<LayerSaving> savings = new ArrayList<>();
        for (Part part : old.layers()) {
            UnitLayer layer = layers.get(part.name());
            DeadUnits pair =
                    pairs.stream().filter(p -> p.layer() == layer).findFirst().orElse(null);
            if (layer != null) {
                savings.add(CompactedLayer.saving(layer, copy.parts().get(part.name()), pair));
            } else if (part.trainable().numParams() > 0) {
                long numbers = part.trainable().numParams();
                savings.add(new LayerSaving(
                        part.name(), 0, 0, numbers, numbers, 0, 0, "Left alone: its kind has no units to remove."));
            }
        }
        return savings;
    }
}
