package io.github.dl4jsparse.layers.sparse;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A fully connected layer that is sparse in memory and time: {@code activation(X W + b)} with {@code W [nIn, nOut]} of
 * which only a fixed number of connections exists.
 *
 * <p>Takes the place of DL4J's {@code DenseLayer}: input {@code [batch, nIn]}, output {@code [batch, nOut]} (in 'f'
 * order), with any activation, weight initialisation, bias, dropout, weight noise, regularisation, gradient
 * normalisation and updater. The number of connections is said in exactly one way: {@link Builder#sparsity}, {@link
 * Builder#density}, {@link Builder#epsilon} or {@link Builder#connections}. Which ones they are is drawn uniformly from a
 * seed, then kept among the parameters: the flat parameter vector holds
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>name</th><th>shape</th><th>what</th></tr>
 * <tr><td>W</td><td>[1, connections]</td><td>values, output unit after output unit, inputs ascending</td></tr>
 * <tr><td>b</td><td>[1, nOut]</td><td>biases</td></tr>
 * <tr><td>pattern</td><td>[1, connections + nOut]</td><td>the input of each connection, then the number of connections of
 *     each output unit; not trained</td></tr>
 * </table>
 *
 * <p>so that copies, model files, workers and transfer learning carry the pattern along. Updater state exists for values
 * and biases only. Limits: networks of type FLOAT or DOUBLE on the native CPU back-end, nIn up to 2<sup>24</sup>, and
 * {@code 2 (connections + nOut)} within the range of int. When to prefer a {@code DenseLayer}: where most of the
 * connections stay, the dense product is faster.
 *
 * <p>DL4J infers the sizes of following layers from a first layer of its own kinds only: say {@code setInputType(
 * InputType.feedForward(n))}, or the nIn of every layer, where this layer comes first.
 *
 * <p>Weights are initialised by what a unit really receives: the scheme's fan-in is the unit's own number of connections,
 * its fan-out the number of units that have any. At density 1 this is DL4J's own initialisation.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public class SparseDenseLayer extends FeedForwardLayer implements SparseConnections {

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

    @JsonProperty
    private boolean hasBias = true;

    /** For deserialisation. */
    protected SparseDenseLayer() {}

    /**
     * A layer as its builder says.
     *
     * @param builder the builder
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if not exactly one way to say the number of
     *     connections is used, its value is out of range, or a constraint does not suit compressed weights
     */
    @SuppressWarnings("this-escape") // DL4J's configurations set their constraints in the constructor
    protected SparseDenseLayer(Builder builder) {
        super(builder);
        ConnectionSettings settings = builder.connectionSettings();
        sparsity = settings.sparsity;
        density = settings.density;
        epsilon = settings.epsilon;
        connections = settings.connections;
        patternSeed = settings.patternSeed;
        hasBias = builder.hasBias;
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
    public boolean hasBias() {
        return hasBias;
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
        SparseDense layer = new SparseDense(conf, networkDataType);
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
    public SparseDenseLayer clone() {
        return (SparseDenseLayer) super.clone();
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SparseDenseLayer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseDenseLayer that
                && super.equals(that)
                && budget().equals(that.budget())
                && Objects.equals(patternSeed, that.patternSeed)
                && hasBias == that.hasBias;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(budget(), patternSeed, hasBias);
    }

    @Override
    public String toString() {
        return "SparseDenseLayer(super=" + super.toString() + ", " + budget() + ", patternSeed=" + patternSeed
                + ", hasBias=" + hasBias + ")";
    }

    /** Builds a {@link SparseDenseLayer}; what is not named here is as in every DL4J feed-forward layer. */
    @SuppressWarnings("unchecked") // build(): DL4J's builders promise any layer type that the caller names
    public static class Builder extends FeedForwardLayer.Builder<Builder> implements ConnectionBuilder<Builder> {

        private final ConnectionSettings connectionSettings = new ConnectionSettings();
        private boolean hasBias = true;

        /** A builder without settings. */
        public Builder() {}

        @Override
        public ConnectionSettings connectionSettings() {
            return connectionSettings;
        }

        /**
         * Whether the layer has biases; by default it has.
         *
         * @param hasBias false for none
         * @return this builder
         */
        public Builder hasBias(boolean hasBias) {
            this.hasBias = hasBias;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the layer
         * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if not exactly one of sparsity, density, epsilon
         *     and connections is set, its value is out of range, or a constraint does not suit compressed weights
         */
        @Override
        public SparseDenseLayer build() {
            return new SparseDenseLayer(this);
        }
    }
}
