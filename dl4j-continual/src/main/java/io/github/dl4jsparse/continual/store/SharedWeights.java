package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of hidden layers, of which each task uses a part. */
public final class SharedWeights {

    private final NetworkView network;
    private final Map<String, ArraySite> sites = new LinkedHashMap<>();

    /**
     * The weights of a network's hidden layers, over which masks can be put.
     *
     * @param network a network
     */
    public SharedWeights(NetworkView network) {
        this.network = network;
        Set<String> hidden = TaskParameters.hiddenWeights(network);
        NetworkWeights.of(network).sites().forEach((name, site) -> {
            if (hidden.contains(name)) {
                sites.put(name, site);
            }
        });
    }

    /**
     * Where the arrays lie.
     *
     * @return by name, in the network's order
     */
    public Map<String, ArraySite> sites() {
        return sites;
    }

    /**
     * The shape of an array.
     *
     * @param name its name
     * @return its dimensions
     */
    public long[] dims(String name) {
        return sites.get(name).shape().dims().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /**
     * The numbers of all parameters, in which a position of an array is at {@code site.index(position)}.
     *
     * @return access to the network's parameters
     */
    public FlatArray numbers() {
        return FlatArray.of(network.params());
    }

    /**
     * Gives the weights that masks leave out the numbers that they had before.
     *
     * @param masks of all arrays
     * @param before a copy of the network's parameters
     */
    public void restoreInactive(MaskSet masks, INDArray before) {
        FlatArray numbers = numbers();
        FlatArray values = FlatArray.of(before);
        sites.forEach((name, site) ->
                masks.get(name).forEachInactive(p -> numbers.set(site.index(p), values.get(site.index(p)))));
    }

    /**
     * Writes the part of the weights that masks leave into another network.
     *
     * @param masks of all arrays
     * @param to a network with arrays of the same names and shapes
     */
    public void install(MaskSet masks, NetworkView to) {
        install(masks, network, to);
    }

    /**
     * Writes the part of a network's weights that masks leave into another network: the same bits where they are active, +0.0
     * elsewhere.
     *
     * @param masks by the names of the arrays
     * @param from where the weights are, plain or reparameterised
     * @param to a plain network with arrays of the same names and shapes
     */
    public static void install(MaskSet masks, NetworkView from, NetworkView to) {
        Map<String, INDArray> sources = TaskParameters.arrays(from);
        Map<String, INDArray> targets = TaskParameters.arrays(to);
        Map<String, ArraySite> sites = NetworkWeights.of(to).sites();
        FlatArray into = FlatArray.of(to.params());
        masks.masks().forEach((name, mask) -> {
            targets.get(name).assign(sources.get(name));
            ArraySite site = sites.get(name);
            mask.forEachInactive(position -> into.set(site.index(position), 0));
        });
    }
}
