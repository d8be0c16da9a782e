package io.github.dl4jsparse.layers.reparam;

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
 * <p>Beside DL4J's {@link FrozenLayerWithBackprop}, this one asks neither the layer's updater nor its regularisation, and knows the
 * gradient of a batch normalisation at inference.
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
        org.deeplearning4j.nn.layers.FrozenLayerWithBackprop frozen =
                (org.deeplearning4j.nn.layers.FrozenLayerWithBackprop) super.instantiate(
                        conf, trainingListeners, layerIndex, layerParamsView, initializeParams, networkDataType);
        return new UnchangedRuntime(frozen.getInsideLayer(), this);
    }

    /** Backward passes of DL4J's layers draw dropout and weight noise, or ask for what was drawn; at inference there is none. */
    @Override
    public NeuralNetConfiguration getInnerConf(NeuralNetConfiguration conf) {
        NeuralNetConfiguration inner = super.getInnerConf(conf);
        Layer quiet = underlying.clone();
        quiet.setIDropout(null);
        if (quiet instanceof BaseLayer base) {
            base.setWeightNoise(null);
        }
        inner.setLayer(quiet);
        return inner;
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
