package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.reparam.UnchangedLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Puts masks over a pretrained network, the backbone: a new network for a new task, in which only masks and, unless they are
 * masked too, output layers are trained.
 *
 * <p>Every layer with weights is wrapped with a {@link Piggyback}. Every other layer with parameters, such as batch normalisation,
 * stays unchanged ({@link UnchangedLayer}): its statistics too. All values are the backbone's, so that the new network computes
 * what the backbone does, bit for bit, until it is trained. Layers that were frozen are masked, or stay unchanged, like others.
 * The updater is fresh, iterations and epochs count from 0, there are no listeners. The backbone is not touched.
 *
 * <p>For a task with other classes, give the backbone an output layer of their number first: {@code TransferLearning}'s {@code
 * nOutReplace}.
 *
 * @param <M> the kind of network
 */
public final class PiggybackBuilder<M extends Model> {

    private final M backbone;
    private final Function<Model, M> kind;
    private Piggyback mask = Piggyback.binary();
    private boolean maskOutput;

    private PiggybackBuilder(M backbone, Function<Model, M> kind) {
        this.backbone = Objects.requireNonNull(backbone, "backbone");
        this.kind = kind;
    }

    /**
     * Begins with a backbone.
     *
     * @param backbone an initialised network
     * @return a builder
     */
    public static PiggybackBuilder<MultiLayerNetwork> on(MultiLayerNetwork backbone) {
        return new PiggybackBuilder<>(backbone, MultiLayerNetwork.class::cast);
    }

    /**
     * Begins with a backbone.
     *
     * @param backbone an initialised network
     * @return a builder
     */
    public static PiggybackBuilder<ComputationGraph> on(ComputationGraph backbone) {
        return new PiggybackBuilder<>(backbone, ComputationGraph.class::cast);
    }

    /**
     * Which mask.
     *
     * @param piggyback the mask of all layers; {@link Piggyback#binary} unless said
     * @return this
     */
    public PiggybackBuilder<M> mask(Piggyback piggyback) {
        mask = Objects.requireNonNull(piggyback, "piggyback");
        return this;
    }

    /**
     * Whether output layers are masked like others, instead of being trained as they are configured.
     *
     * @param masked false unless said
     * @return this
     */
    public PiggybackBuilder<M> maskOutput(boolean masked) {
        maskOutput = masked;
        return this;
    }

    /**
     * Makes the new network.
     *
     * @return a network of its own
     * @throws DL4JInvalidConfigException if the backbone is not initialised, has a layer that is reparameterised already, a vertex
     *     with parameters that is no layer, or nothing to mask
     */
    public M build() {
        return kind.apply(DetachedMemory.within(this::masked));
    }

    private Model masked() {
        NetworkParts old = NetworkParts.of(backbone);
        Map<String, Layer> replacements = new LinkedHashMap<>();
        old.parts().forEach((name, part) -> {
            Layer replacement = replacement(part);
            if (replacement != null) {
                replacements.put(name, replacement);
            }
        });
        if (replacements.values().stream().noneMatch(ReparameterizedLayer.class::isInstance)) {
            throw new DL4JInvalidConfigException("The network has no layer with weights to be masked. Its layers are "
                    + old.parts().keySet() + ". Maybe maskOutput(true)?");
        }
        Model made = NetworkCopy.thawed(old, replacements);
        NetworkParts copy = NetworkParts.of(made);
        copy.parts().forEach((name, part) -> {
            if (replacements.get(name) instanceof ReparameterizedLayer) {
                startScores(part);
            }
            part.trainable().paramTable(false).forEach((key, to) -> {
                INDArray from = old.parts().get(name).param(key);
                if (from != null) {
                    to.assign(from);
                }
            });
        });
        NetworkView view = NetworkView.of(made);
        view.setIterationCount(0);
        view.setEpochCount(0);
        return made;
    }

    /** What takes a part's place; null where nothing has to. */
    private Layer replacement(Part part) {
        if (part.conf() == null) {
            throw new DL4JInvalidConfigException(
                    "The vertex (" + part.name() + ") has (" + part.trainable().numParams()
                            + ") parameters and is no layer, so that it cannot be kept unchanged.");
        }
        Layer thawed = LayerWrapper.isFrozen(part.conf())
                ? LayerWrapper.thawed(part.conf()).clone()
                : null;
        boolean output = NetworkView.of(backbone).isOutput(part.name());
        if (part.trainable().numParams() == 0 || output && !maskOutput) {
            return thawed;
        }
        return WeightLayout.of(LayerWrapper.thawed(part.conf())).isEmpty()
                        && !(LayerWrapper.thawed(part.conf()) instanceof ReparameterizedLayer)
                ? new UnchangedLayer(
                        withoutIdleDropout(LayerWrapper.thawed(part.conf()).clone()))
                : ReparameterizedLayer.of(
                        withoutIdleDropout(LayerWrapper.thawed(part.conf()).clone()), mask);
    }

    /** Imports from Keras have dropouts that drop nothing, and fail in the backward pass of convolutions with channels last. */
    private static Layer withoutIdleDropout(Layer copy) {
        if (copy.getIDropout() instanceof Dropout dropout && dropout.getP() == 1 && dropout.getPSchedule() == null) {
            copy.setIDropout(null);
        }
        return copy;
    }

    /** The initialiser draws weights too, which are overwritten with those of the backbone. */
    private static void startScores(Part part) {
        org.deeplearning4j.nn.api.Layer layer = part.layer();
        layer.conf().getLayer().initializer().init(layer.conf(), layer.params(), true);
    }
}
