package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns reparameterised layers into plain ones: the effective weights of inference become the weights, the extras are gone. An
 * {@link io.github.dl4jsparse.layers.reparam.UnchangedLayer} becomes the layer that it kept.
 *
 * <p>The result is a new network that plain DL4J loads without this library, if nothing else of the library is in it. Its output
 * equals that of the old network at inference, bit for bit. It can be trained, from a fresh updater state; the reparameterization
 * is then gone: zeros come back unless a mask keeps them.
 */
public final class Baking {

    private Baking() {}

    /**
     * The plain network.
     *
     * @param net an initialised network
     * @return a new network; the old one is not changed
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the network is not initialised, or two of its layers
     *     have the same name
     */
    public static MultiLayerNetwork bake(MultiLayerNetwork net) {
        return DetachedMemory.within(() -> (MultiLayerNetwork) plain(net));
    }

    /**
     * As {@link #bake(MultiLayerNetwork)}, for a graph.
     *
     * @param net an initialised network
     * @return a new network; the old one is not changed
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static ComputationGraph bake(ComputationGraph net) {
        return DetachedMemory.within(() -> (ComputationGraph) plain(net));
    }

    /**
     * The plain network with truly sparse layers wherever {@link Sparsify} has one and the baked weights are sparse enough by its
     * defaults; others stay plain.
     *
     * @param net an initialised network
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as {@link #bake(MultiLayerNetwork)}
     */
    public static Sparsified<MultiLayerNetwork> toSparse(MultiLayerNetwork net) {
        return Sparsify.toSparse(bake(net));
    }

    /**
     * As {@link #toSparse(MultiLayerNetwork)}, for a graph.
     *
     * @param net an initialised network
     * @return the new network, and what was decided of each layer
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException as there
     */
    public static Sparsified<ComputationGraph> toSparse(ComputationGraph net) {
        return Sparsify.toSparse(bake(net));
    }

    private static Model plain(Model net) {
        NetworkParts old = NetworkParts.of(net);
        Map<String, Layer> replacements = new LinkedHashMap<>();
        for (Part part : old.layers()) {
            Layer thawed = LayerWrapper.thawed(part.conf());
            if (thawed instanceof ReparameterizedLayer || LayerWrapper.isUnchanged(part.conf())) {
                Layer plain = thawed instanceof ReparameterizedLayer wrapped ? wrapped.getUnderlying() : thawed;
                replacements.put(part.name(), LayerWrapper.frozenLike(part.conf(), plain.clone()));
            }
        }
        NetworkParts copy = NetworkParts.of(NetworkCopy.of(old, replacements));
        old.parts().forEach((name, part) -> {
            Map<String, INDArray> numbers = replacements.containsKey(name)
                    ? EffectiveWeights.of(part.layer())
                            .orElseGet(() -> part.trainable().paramTable(false))
                    : part.trainable().paramTable(false);
            numbers.forEach((key, array) -> {
                INDArray to = copy.parts().get(name).param(key);
                to.assign(array.reshape(to.ordering(), to.shape()));
            });
        });
        return copy.model();
    }
}
