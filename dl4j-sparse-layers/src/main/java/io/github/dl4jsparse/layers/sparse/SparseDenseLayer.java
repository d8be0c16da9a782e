package io.github.dl4jsparse.layers.sparse;

import java.util.Collection;
import java.util.List;
import java.util.Map;
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
 * <tr><td>inputs</td><td>[1, connections]</td><td>the input of each connection; not trained</td></tr>
 * <tr><td>fanIn</td><td>[1, nOut]</td><td>the number of connections of each output unit; not trained</td></tr>
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
public class SparseDenseLayer extends FeedForwardLayer {

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
        sparsity = builder.sparsity;
        density = builder.density;
        epsilon = builder.epsilon;
        connections = builder.connections;
        patternSeed = builder.patternSeed;
        hasBias = builder.hasBias;
        budget().check(nameOf(this));
        initializeConstraints(builder);
        setConstraints(getConstraints());
    }

    static String nameOf(org.deeplearning4j.nn.conf.layers.Layer layer) {
        return layer.getLayerName() == null ? "name not set" : layer.getLayerName();
    }

    private ConnectionBudget budget() {
        return new ConnectionBudget(sparsity, density, epsilon, connections);
    }

    /**
     * The number of connections that this configuration asks for.
     *
     * @return the nearest integer to density times size
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if nIn or nOut is not set, there would be no
     *     connection or more than the matrix has places, or the layer is too large
     */
    public int connectionCount() {
        LayerLimits.checkSize(getNIn(), getNOut(), nameOf(this));
        long count = budget().of(getNIn(), getNOut(), nameOf(this));
        LayerLimits.checkParameters(count, getNOut(), nameOf(this));
        return (int) count;
    }

    /**
     * Whether the layer has biases.
     *
     * @return true unless the builder said otherwise
     */
    public boolean hasBias() {
        return hasBias;
    }

    /**
     * The seed of the connections.
     *
     * @return the seed, or null if it follows from the network's seed and the layer's index
     */
    Long patternSeed() {
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
        LayerLimits.checkPlatform(networkDataType, nameOf(this));
        SparseDense layer = new SparseDense(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        Map<String, INDArray> params =
                SparseDenseParamInitializer.getInstance().init(conf, layerParamsView, initializeParams, layerIndex);
        layer.setParamTable(params);
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return SparseDenseParamInitializer.getInstance();
    }

    @Override
    public void setDataType(DataType dataType) {
        LayerLimits.checkPlatform(dataType, nameOf(this));
    }

    /** Takes the pattern out of the constraints' parameters; refuses constraints that read W as a dense matrix. */
    @Override
    public void setConstraints(List<LayerConstraint> constraints) {
        super.setConstraints(SuitableConstraints.of(constraints, nameOf(this)));
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return SparseDenseParamInitializer.isPattern(paramName) ? new NoOp() : super.getUpdaterByParam(paramName);
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        return SparseDenseParamInitializer.isPattern(paramName) ? null : super.getRegularizationByParam(paramName);
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return SparseDenseMemory.report(this, inputType);
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
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        private Double sparsity;
        private Double density;
        private Double epsilon;
        private Long connections;
        private Long patternSeed;
        private boolean hasBias = true;

        /** A builder without settings. */
        public Builder() {}

        /**
         * Says the number of connections by the share of places left out.
         *
         * @param sparsity in [0, 1); 0.9 keeps one place in ten
         * @return this builder
         */
        public Builder sparsity(double sparsity) {
            this.sparsity = sparsity;
            return this;
        }

        /**
         * Says the number of connections by the share of places that hold one.
         *
         * @param density in (0, 1]
         * @return this builder
         */
        public Builder density(double density) {
            this.density = density;
            return this;
        }

        /**
         * Says the number of connections as SET does (Erdős–Rényi): {@code epsilon * (nIn + nOut)}, about epsilon for each
         * unit. Mocanu et al., <i>Scalable training of artificial neural networks with adaptive sparse connectivity
         * inspired by network science</i>, Nature Communications 2018, eq. 1, with the exact number instead of a
         * probability.
         *
         * @param epsilon positive; the density {@code epsilon (nIn + nOut) / (nIn nOut)} must not exceed 1
         * @return this builder
         */
        public Builder epsilon(double epsilon) {
            this.epsilon = epsilon;
            return this;
        }

        /**
         * Says the number of connections itself.
         *
         * @param connections from 1 to {@code nIn * nOut}
         * @return this builder
         */
        public Builder connections(long connections) {
            this.connections = connections;
            return this;
        }

        /**
         * The seed of which connections exist; by default it follows from the network's seed and the layer's index. Two
         * layers of one size with the same pattern seed have the same connections.
         *
         * @param patternSeed any number
         * @return this builder
         */
        public Builder patternSeed(long patternSeed) {
            this.patternSeed = patternSeed;
            return this;
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
