package io.github.dl4jsparse.layers.sparse;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An output layer that is sparse in memory and time: {@code activation(X W + b)} with {@code W [nIn, nOut]} of which only a
 * fixed number of connections exists, and a loss.
 *
 * <p>Takes the place of DL4J's {@code OutputLayer}: input {@code [batch, nIn]}, output {@code [batch, nOut]} (in 'f'
 * order), with any loss function, and a softmax unless another activation is named. Labels may be masked by example
 * ({@code [batch, 1]}) or by output ({@code [batch, nOut]}). Connections, parameters, their initialisation and limits are
 * those of {@link SparseDenseLayer}; a density of 1 is allowed, where a network of truly sparse layers ends in a full one.
 * Few outputs at a high sparsity leave many of the inputs without any connection, and so without a gradient.
 *
 * <p>{@code MultiLayerNetwork.fit(INDArray, int[])} takes DL4J's own {@code OutputLayer} only: give it labels as a matrix.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public class SparseOutputLayer extends BaseOutputLayer implements SparseConnections {

    @JsonProperty
    private Double sparsity;

    @JsonProperty
    private Double density;

    @JsonProperty
    private Double epsilon;

    @JsonProperty
    private Long connections;

    @JsonProperty
    private Long patternSeed;

    /** For deserialisation. */
    protected SparseOutputLayer() {}

    /**
     * A layer as its builder says.
     *
     * @param builder the builder
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if not exactly one way to say the number of
     *     connections is used, its value is out of range, or a constraint does not suit compressed weights
     */
    @SuppressWarnings("this-escape") // DL4J's configurations set their constraints in the constructor
    protected SparseOutputLayer(Builder builder) {
        super(builder);
        ConnectionSettings settings = builder.connectionSettings();
        sparsity = settings.sparsity;
        density = settings.density;
        epsilon = settings.epsilon;
        connections = settings.connections;
        patternSeed = settings.patternSeed;
        budget().check(LayerLimits.nameOf(this));
        initializeConstraints(builder);
        setConstraints(getConstraints());
    }

    private ConnectionBudget budget() {
        return new ConnectionBudget(sparsity, density, epsilon, connections);
    }

    @Override
    public long inputs() {
        return getNIn();
    }

    @Override
    public long outputs() {
        return getNOut();
    }

    @Override
    public int connectionCount() {
        return budget().count(getNIn(), getNOut(), LayerLimits.nameOf(this));
    }

    @Override
    public Long patternSeed() {
        return patternSeed;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        LayerLimits.checkPlatform(networkDataType, LayerLimits.nameOf(this));
        SparseOutput layer = new SparseOutput(conf, networkDataType);
        SparseParamInitializer.fill(layer, trainingListeners, layerIndex, layerParamsView, initializeParams);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return SparseParamInitializer.getInstance();
    }

    @Override
    public void setDataType(DataType dataType) {
        LayerLimits.checkPlatform(dataType, LayerLimits.nameOf(this));
    }

    /** Takes the pattern out of the constraints' parameters; refuses constraints that read W as a dense matrix. */
    @Override
    public void setConstraints(List<LayerConstraint> constraints) {
        super.setConstraints(SuitableConstraints.of(constraints, LayerLimits.nameOf(this)));
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return SparseParamInitializer.isPattern(paramName) ? new NoOp() : super.getUpdaterByParam(paramName);
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        return SparseParamInitializer.isPattern(paramName) ? null : super.getRegularizationByParam(paramName);
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return SparseMemory.report(this, inputType);
    }

    @Override
    public SparseOutputLayer clone() {
        return (SparseOutputLayer) super.clone();
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SparseOutputLayer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseOutputLayer that
                && super.equals(that)
                && budget().equals(that.budget())
                && Objects.equals(patternSeed, that.patternSeed);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(budget(), patternSeed);
    }

    @Override
    public String toString() {
        return "SparseOutputLayer(super=" + super.toString() + ", " + budget() + ", patternSeed=" + patternSeed + ")";
    }

    /** Builds a {@link SparseOutputLayer}; what is not named here is as in DL4J's {@code OutputLayer}. */
    @SuppressWarnings("unchecked") // build(): DL4J's builders promise any layer type that the caller names
    public static class Builder extends BaseOutputLayer.Builder<Builder> implements ConnectionBuilder<Builder> {

        private final ConnectionSettings connectionSettings = new ConnectionSettings();

        /** A builder with softmax and its loss, multi-class cross-entropy. */
        @SuppressWarnings("this-escape") // a setter of DL4J's
        public Builder() {
            setActivationFn(new ActivationSoftmax());
        }

        /**
         * A builder with softmax and a loss.
         *
         * @param lossFunction the loss
         */
        public Builder(LossFunctions.LossFunction lossFunction) {
            this(lossFunction.getILossFunction());
        }

        /**
         * A builder with softmax and a loss.
         *
         * @param lossFunction the loss
         */
        @SuppressWarnings("this-escape") // a setter of DL4J's
        public Builder(ILossFunction lossFunction) {
            this();
            lossFunction(lossFunction);
        }

        @Override
        public ConnectionSettings connectionSettings() {
            return connectionSettings;
        }

        /**
         * Builds the configuration.
         *
         * @return the layer
         * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if not exactly one of sparsity, density, epsilon
         *     and connections is set, its value is out of range, or a constraint does not suit compressed weights
         */
        @Override
        public SparseOutputLayer build() {
            return new SparseOutputLayer(this);
        }
    }
}
