package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import io.github.dl4jsparse.layers.weight.WeightKeeper;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Any layer with weights, which uses weights computed by a {@link Reparameterization} instead of those that are stored: learned
 * masks, thresholds, powers, gates, noise.
 *
 * <pre>{@code
 * .layer(ReparameterizedLayer.of(new ConvolutionLayer.Builder(3, 3).nOut(32).build(), ThresholdMask.perOutputUnit()))
 * }</pre>
 *
 * The wrapped layer gets the network's defaults (updater, initialisation, L1, L2, dropout, activation) as if it stood there
 * alone. All its weight arrays are reparameterised, biases and other parameters are not. Parameters are the wrapped layer's own
 * under their names, then the extras of each array, such as {@code thresholdW}. Networks of type FLOAT and DOUBLE.
 *
 * <p>Layers around layers go inside: {@code of(new LastTimeStep(lstm), ...)}, {@code of(new Bidirectional(lstm), ...)}.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class ReparameterizedLayer extends BaseWrapperLayer implements WeightKeeper {

    private static final long serialVersionUID = 1L;
    private static final ParamInitializer INITIALIZER = new ReparameterizedParamInitializer();

    private final Reparameterization reparameterization;

    private transient volatile ReparameterizationPlan plan;

    @JsonCreator
    ReparameterizedLayer(
            @JsonProperty("underlying") Layer underlying,
            @JsonProperty("reparameterization") Reparameterization reparameterization) {
        super(underlying);
        this.reparameterization = reparameterization;
        this.layerName = underlying.getLayerName();
    }

    /**
     * Wraps a layer.
     *
     * @param layer a layer with weights: dense, convolutional, recurrent, embedding, output, or {@code LastTimeStep} or {@code
     *     Bidirectional} around one
     * @param reparameterization how its effective weights are computed
     * @return the layer to put into a network's configuration
     * @throws DL4JInvalidConfigException if the layer has no weights that this library knows, is wrapped already, frozen, or a
     *     SameDiff layer
     */
    public static ReparameterizedLayer of(Layer layer, Reparameterization reparameterization) {
        Objects.requireNonNull(reparameterization, "reparameterization");
        WrappableLayers.check(layer, reparameterization);
        return new ReparameterizedLayer(layer, reparameterization);
    }

    /**
     * How the effective weights are computed.
     *
     * @return the reparameterization
     */
    public Reparameterization getReparameterization() {
        return reparameterization;
    }

    /** Masks go over what is stored and trained, and through the reparameterization with it. */
    @Override
    public boolean maskable() {
        return reparameterization.storedWeights() == StoredWeights.TRAINED;
    }

    /** Which parameters there are; drawn up anew when the wrapped layer's number of inputs has changed. */
    ReparameterizationPlan plan() {
        ReparameterizationPlan known = plan;
        if (known == null || known.innerLength() != underlying.initializer().numParams(underlying)) {
            known = ReparameterizationPlan.of(String.valueOf(layerName), underlying, reparameterization);
            plan = known;
        }
        return known;
    }

    @Override
    public ParamInitializer initializer() {
        return INITIALIZER;
    }

    @Override
    public Layer clone() {
        return new ReparameterizedLayer(underlying.clone(), reparameterization);
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        WrappableLayers.checkPlace(this, layerIndex, layerParamsView, networkDataType);
        INDArray effective = EffectiveParameters.detached(networkDataType, plan().innerLength());
        NeuralNetConfiguration alone = conf.clone();
        alone.setLayer(underlying);
        org.deeplearning4j.nn.api.Layer inner = underlying.instantiate(
                alone, trainingListeners, layerIndex, effective, initializeParams, networkDataType);
        if (initializeParams) {
            ReparameterizedParamInitializer.start(this, effective, layerParamsView);
        }
        RecurrentLayer memory = ReparameterizedAroundMemory.memoryOf(inner);
        ReparameterizedRuntime runtime;
        if (memory != null) {
            runtime = memory == inner
                    ? new ReparameterizedRecurrent(inner, conf)
                    : new ReparameterizedAroundMemory(inner, memory, conf);
        } else if (inner instanceof IOutputLayer) {
            runtime = new ReparameterizedOutput(inner, conf);
        } else {
            runtime = new ReparameterizedRuntime(inner, conf);
        }
        runtime.setListeners(trainingListeners);
        runtime.setIndex(layerIndex);
        runtime.bind(layerParamsView, effective, initializer().init(conf, layerParamsView, false));
        return runtime;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        ExtraParameter extra = plan().extra(paramName);
        if (extra != null) {
            return extra.regularization();
        }
        return frozen(paramName) ? null : underlying.getRegularizationByParam(paramName);
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        ExtraParameter extra = plan().extra(paramName);
        if (extra == null) {
            return frozen(paramName) ? new NoOp() : leaf().getUpdaterByParam(paramName);
        }
        if (!extra.trained()) {
            return new NoOp();
        }
        IUpdater own = reparameterization.extraUpdater();
        return own != null
                ? own
                : leaf().getUpdaterByParam(plan().inner().keySet().iterator().next());
    }

    /** The layer inside of all wrappers, which alone knows its updater. */
    private Layer leaf() {
        Layer leaf = underlying;
        while (leaf instanceof BaseWrapperLayer wrapper) {
            leaf = wrapper.getUnderlying();
        }
        return leaf;
    }

    boolean frozen(String paramName) {
        boolean weight = plan().isWeight(paramName);
        return weight
                ? reparameterization.storedWeights() == StoredWeights.FROZEN
                : reparameterization.freezesTheRest();
    }

    /** Whether a parameter's gradient is anything but 0. */
    boolean trained(String paramName) {
        ExtraParameter extra = plan().extra(paramName);
        return extra != null ? extra.trained() : !frozen(paramName);
    }

    @Override
    public boolean isPretrainParam(String paramName) {
        return false;
    }

    @Override
    public void setDataType(DataType dataType) {
        underlying.setDataType(dataType);
    }

    @Override
    public void setConstraints(List<LayerConstraint> constraints) {
        super.setConstraints(constraints);
        underlying.setConstraints(constraints);
    }

    @Override
    public List<LayerConstraint> getConstraints() {
        // the field too, which DL4J's validation reads beside this
        constraints = underlying.getConstraints();
        return constraints;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ReparameterizedLayer other
                && underlying.equals(other.underlying)
                && reparameterization.equals(other.reparameterization);
    }

    @Override
    public int hashCode() {
        return Objects.hash(underlying, reparameterization);
    }
}
