package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.weight.NestedLayers;
import java.util.Collection;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A layer whose parameters stay as they are, bit for bit, while gradients pass through it to the layers before: it works as at
 * inference. A batch normalisation keeps its running statistics and normalises by them, {@code dL/dx = dL/dy gamma / sqrt(var +
 * eps)}.
 *
 * <p>Beside DL4J's {@link FrozenLayerWithBackprop}, this one asks neither the layer's updater nor its regularisation, knows the
 * gradient of a batch normalisation at inference, and works as at inference in truncated backpropagation through time too. There
 * DL4J looks through its own {@code FrozenLayer} and {@code FrozenLayerWithBackprop}, and has what is inside draw as in training.
 */
public final class UnchangedLayer extends FrozenLayerWithBackprop {

    private static final long serialVersionUID = 1L;

    /**
     * Keeps a layer.
     *
     * @param underlying the layer
     */
    @JsonCreator
    public UnchangedLayer(@JsonProperty("underlying") Layer underlying) {
        super(underlying);
        this.layerName = underlying.getLayerName();
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        // by JSON, since clones of DL4J's wrappers share what is inside
        NeuralNetConfiguration copy =
                NeuralNetConfiguration.fromJson(getInnerConf(conf).toJson());
        org.deeplearning4j.nn.layers.FrozenLayerWithBackprop frozen =
                (org.deeplearning4j.nn.layers.FrozenLayerWithBackprop)
                        new FrozenLayerWithBackprop(quiet(copy.getLayer()))
                                .instantiate(
                                        conf,
                                        trainingListeners,
                                        layerIndex,
                                        layerParamsView,
                                        initializeParams,
                                        networkDataType);
        return new UnchangedRuntime(frozen.getInsideLayer(), this);
    }

    /** Backward passes of DL4J's layers draw dropout and weight noise, or ask for what was drawn; at inference there is none. */
    private static Layer quiet(Layer layer) {
        for (Layer nested : NestedLayers.of(layer)) {
            nested.setIDropout(null);
            if (nested instanceof BaseLayer base) {
                base.setWeightNoise(null);
            }
        }
        return layer;
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return new NoOp();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof UnchangedLayer other && underlying.equals(other.underlying);
    }

    @Override
    public int hashCode() {
        return underlying.hashCode();
    }
}
