package io.github.dl4jsparse.layers.reparam;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * A way to compute the weights that a layer uses, {@code W_eff = g(W, extras)}, from the weights that are stored and some extra
 * parameters. {@link ReparameterizedLayer} puts it around any layer; it knows nothing of the layer's kind.
 *
 * <p>An implementation is immutable configuration and becomes part of the network's JSON under its class name: a top-level class
 * whose fields are the properties of a {@code @JsonCreator} constructor. What it computes with at run time is an {@link EffectiveWeight}, one for each weight
 * array.
 */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Reparameterization extends Serializable {

    /** What becomes of the stored weights. */
    enum StoredWeights {
        /** They are trained by the layer's own updater and regularisation. */
        TRAINED,
        /** They stay as they are, without updater state, regularisation or constraints. */
        FROZEN,
        /** There are none: the effective weights come from the extra parameters alone. */
        REPLACED
    }

    /**
     * What becomes of the stored weights.
     *
     * @return {@code TRAINED} unless overridden
     */
    default StoredWeights storedWeights() {
        return StoredWeights.TRAINED;
    }

    /**
     * Whether biases and all other parameters of the wrapped layer stay as they are too.
     *
     * @return false unless overridden
     */
    default boolean freezesTheRest() {
        return false;
    }

    /**
     * Whether the biases of the output units are reparameterised together with the weights: they follow the weights in each
     * pass, one for each unit, where the layer has them.
     *
     * @return false unless overridden
     */
    default boolean coversBiases() {
        return false;
    }

    /**
     * The extra parameters of one weight array.
     *
     * @param array the array
     * @return their names, shapes and first values, in the order in which {@link EffectiveWeight} sees them
     */
    List<ExtraParameter> extras(WeightArray array);

    /**
     * What a stored weight starts with.
     *
     * @param array the array
     * @param drawn the number that the wrapped layer's own initialisation has drawn
     * @return the number itself unless overridden
     */
    default double initialWeight(WeightArray array, double drawn) {
        return drawn;
    }

    /**
     * The computation for one weight array.
     *
     * @param array the array
     * @return a new object with memory of its own
     */
    EffectiveWeight effective(WeightArray array);

    /**
     * The updater of the extra parameters that are trained.
     *
     * @return an updater, or null for the wrapped layer's own
     */
    default IUpdater extraUpdater() {
        return null;
    }
}
