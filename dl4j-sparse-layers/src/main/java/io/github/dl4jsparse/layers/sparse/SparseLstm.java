package io.github.dl4jsparse.layers.sparse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An LSTM that is sparse in memory and time: of its input weights {@code W [nIn, 4n]} and its recurrent weights {@code RW [n,
 * 4n]} only a fixed number of connections exists.
 *
 * <p>Takes the place of DL4J's {@code LSTM}, whose equations it has: with {@code z = x W + h' RW + b}, split into candidate,
 * forget gate, output gate and input gate of n units each,
 *
 * <pre>{@code
 * i = activation(z_i), f = gate(z_f), o = gate(z_o), g = gate(z_g)
 * c = f c' + g i
 * h = o activation(c)
 * }</pre>
 *
 * <p>Input {@code [batch, nIn, time]}, output {@code [batch, n, time]} (in 'f' order), or {@code [batch, time, size]} by {@link
 * Builder#dataFormat}. The activation is the hyperbolic tangent and that of the gates the sigmoid unless others are named; these
 * two are the fast ones. Truncated back-propagation through time, {@code rnnTimeStep}, masks, {@code LastTimeStep}, {@code
 * Bidirectional}, dropout, weight noise, regularisation and updaters are as for an {@code LSTM}. Where a mask is set on
 * the layer itself, as {@code LastTimeStep} does, the gradient is that of the masked pass; DL4J's own forgets the mask there,
 * which differs where sequences begin with masked steps. Truncated back-propagation in a {@code MultiLayerNetwork} takes the
 * gradient of each part of a sequence as if it began with empty states, as DL4J does there; the outputs do go on from the
 * stored states. There are no peephole connections.
 *
 * <p>The number of connections is said in exactly one way for both matrices: {@link Builder#sparsity}, {@link
 * Builder#density}, {@link Builder#epsilon}, or {@link Builder#connections} together with {@link
 * Builder#recurrentConnections}. {@link Builder#recurrentSparsity} or {@link Builder#recurrentConnections} give the recurrent
 * weights another one. Connections are drawn as those of a {@link SparseDenseLayer}, of each matrix by itself, and kept among
 * the parameters:
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>name</th><th>shape</th><th>what</th></tr>
 * <tr><td>W</td><td>[1, connections]</td><td>values of the input weights, unit after unit, inputs ascending</td></tr>
 * <tr><td>RW</td><td>[1, recurrent connections]</td><td>values of the recurrent weights</td></tr>
 * <tr><td>b</td><td>[1, 4n]</td><td>biases</td></tr>
 * <tr><td>pattern</td><td>[1, connections + 4n]</td><td>the input of each connection of W, then the number of connections of
 * each unit; not trained</td></tr>
 * <tr><td>recurrentPattern</td><td>[1, recurrent connections + 4n]</td><td>the same of RW</td></tr>
 * </table>
 *
 * <p>Weights are initialised as DL4J's are, which tells a scheme the fan-in n and the fan-out {@code nIn + n} for both matrices;
 * but a unit with a share of its possible connections is given that share of the fan-in. At density 1 the weights are
 * those of an {@code LSTM}. Biases are zero, those of the forget gate 1 or as {@link Builder#forgetGateBiasInit} says. The two
 * directions of a {@code Bidirectional} begin with the same connections and with other values. Limits are those of a {@link
 * SparseDenseLayer}.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public class SparseLstm extends BaseRecurrentLayer {

    @JsonProperty
    private Double sparsity;

    @JsonProperty
    private Double density;

    @JsonProperty
    private Double epsilon;

    @JsonProperty
    private Long connections;

    @JsonProperty
    private Double recurrentSparsity;

    @JsonProperty
    private Long recurrentConnections;

    @JsonProperty
    private Long patternSeed;

    @JsonProperty
    private double forgetGateBiasInit = 1;

    @JsonProperty
    private IActivation gateActivation = new ActivationSigmoid();

    /** For deserialisation. */
    protected SparseLstm() {}

    /**
     * A layer as its builder says.
     *
     * @param builder the builder
     * @throws DL4JInvalidConfigException if the number of connections is not said in exactly one way for each matrix, its
     *     value is out of range, or a constraint does not suit compressed weights
     */
    @SuppressWarnings("this-escape") // DL4J's configurations set their constraints in the constructor
    protected SparseLstm(Builder builder) {
        super(builder);
        ConnectionSettings settings = builder.connectionSettings();
        sparsity = settings.sparsity;
        density = settings.density;
        epsilon = settings.epsilon;
        connections = settings.connections;
        patternSeed = settings.patternSeed;
        recurrentSparsity = builder.recurrentSparsity;
        recurrentConnections = builder.recurrentConnections;
        forgetGateBiasInit = builder.forgetGateBiasInit;
        gateActivation = builder.gateActivation;
        budget().check(LayerLimits.nameOf(this));
        recurrentBudget().check(recurrentName());
        initializeConstraints(builder);
        addConstraints(builder.getInputWeightConstraints(), SparseLstmParamInitializer.VALUES);
        addConstraints(builder.getRecurrentConstraints(), SparseLstmParamInitializer.RECURRENT_VALUES);
        setConstraints(getConstraints());
    }

    private void addConstraints(List<LayerConstraint> more, String parameter) {
        if (more == null) {
            return;
        }
        List<LayerConstraint> all = new ArrayList<>(constraints == null ? List.of() : constraints);
        for (LayerConstraint constraint : more) {
            LayerConstraint copy = constraint.clone();
            copy.setParams(Collections.singleton(parameter));
            all.add(copy);
        }
        constraints = all;
    }

    private ConnectionBudget budget() {
        return new ConnectionBudget(sparsity, density, epsilon, connections);
    }

    private ConnectionBudget recurrentBudget() {
        if (recurrentSparsity != null || recurrentConnections != null) {
            return new ConnectionBudget(recurrentSparsity, null, null, recurrentConnections);
        }
        if (connections != null) {
            throw new DL4JInvalidConfigException("The number of connections (" + connections + ") of layer ("
                    + LayerLimits.nameOf(this) + ") is that of the input weights. Say the recurrent weights' own by"
                    + " recurrentConnections or recurrentSparsity, or use sparsity for both.");
        }
        return budget();
    }

    private String recurrentName() {
        return LayerLimits.nameOf(this) + ", recurrent weights";
    }

    /** The number of columns of both matrices: candidate and three gates. */
    long units() {
        return 4 * getNOut();
    }

    /**
     * The number of connections of the input weights.
     *
     * @return the nearest integer to density times size
     * @throws DL4JInvalidConfigException if a size is not set, there would be no connection or more than the matrix has
     *     places, or the layer is too large
     */
    public int inputConnectionCount() {
        return budget().count(getNIn(), units(), LayerLimits.nameOf(this));
    }

    /**
     * The number of connections of the recurrent weights.
     *
     * @return the nearest integer to density times size
     * @throws DL4JInvalidConfigException if a size is not set, there would be no connection or more than the matrix has
     *     places, or the layer is too large
     */
    public int recurrentConnectionCount() {
        int count = recurrentBudget().count(getNOut(), units(), recurrentName());
        LayerLimits.checkParameters((long) inputConnectionCount() + count, 3 * units(), LayerLimits.nameOf(this));
        return count;
    }

    /** Connections and biases: all parameters but the patterns. */
    long trainedParameters() {
        return (long) inputConnectionCount() + recurrentConnectionCount() + units();
    }

    /**
     * The seed of the connections.
     *
     * @return the seed, or null if it follows from the network's seed and the layer's index
     */
    public Long patternSeed() {
        return patternSeed;
    }

    /**
     * The first value of the forget gate's biases.
     *
     * @return as the builder said, by default 1
     */
    public double forgetGateBiasInit() {
        return forgetGateBiasInit;
    }

    /**
     * The activation of the gates.
     *
     * @return as the builder said, by default the sigmoid
     */
    public IActivation gateActivation() {
        return gateActivation;
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
        NetworkLimits.checkParameters(layerParamsView.data().underlyingLength());
        SparseLstmCells layer = new SparseLstmCells(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        layer.setParamTable(
                SparseLstmParamInitializer.getInstance().init(conf, layerParamsView, initializeParams, layerIndex));
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return SparseLstmParamInitializer.getInstance();
    }

    @Override
    public void setDataType(DataType dataType) {
        LayerLimits.checkPlatform(dataType, LayerLimits.nameOf(this));
    }

    /** Takes the patterns out of the constraints' parameters; refuses constraints that read weights as a dense matrix. */
    @Override
    public void setConstraints(List<LayerConstraint> constraints) {
        super.setConstraints(SuitableConstraints.of(constraints, LayerLimits.nameOf(this)));
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return SparseLstmParamInitializer.isPattern(paramName) ? new NoOp() : super.getUpdaterByParam(paramName);
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        return SparseLstmParamInitializer.isPattern(paramName) ? null : super.getRegularizationByParam(paramName);
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return SparseMemory.report(this, inputType);
    }

    @Override
    public SparseLstm clone() {
        return (SparseLstm) super.clone();
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SparseLstm;
    }

    private List<Object> settings() {
        return Collections.unmodifiableList(Arrays.asList(
                budget(), recurrentSparsity, recurrentConnections, patternSeed, forgetGateBiasInit, gateActivation));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseLstm that && super.equals(that) && Objects.equals(settings(), that.settings());
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + settings().hashCode();
    }

    @Override
    public String toString() {
        return "SparseLstm(super=" + super.toString() + ", " + budget() + ", recurrentSparsity=" + recurrentSparsity
                + ", recurrentConnections=" + recurrentConnections + ", patternSeed=" + patternSeed
                + ", forgetGateBiasInit=" + forgetGateBiasInit + ", gateActivation=" + gateActivation + ")";
    }

    /** Builds a {@link SparseLstm}; what is not named here is as in every recurrent layer of DL4J. */
    @SuppressWarnings("unchecked") // build(): DL4J's builders promise any layer type that the caller names
    public static class Builder extends BaseRecurrentLayer.Builder<Builder> implements ConnectionBuilder<Builder> {

        private final ConnectionSettings connectionSettings = new ConnectionSettings();
        private Double recurrentSparsity;
        private Long recurrentConnections;
        private double forgetGateBiasInit = 1;
        private IActivation gateActivation = new ActivationSigmoid();

        /** A builder with the hyperbolic tangent, and the sigmoid for the gates. */
        @SuppressWarnings("this-escape") // a setter of DL4J's
        public Builder() {
            setActivationFn(new ActivationTanH());
        }

        @Override
        public ConnectionSettings connectionSettings() {
            return connectionSettings;
        }

        /**
         * Gives the recurrent weights a sparsity of their own.
         *
         * @param sparsity the share of places left out, in [0, 1)
         * @return this builder
         */
        public Builder recurrentSparsity(double sparsity) {
            this.recurrentSparsity = sparsity;
            return this;
        }

        /**
         * Gives the recurrent weights a number of connections of their own.
         *
         * @param connections from 1 to {@code 4 n n}
         * @return this builder
         */
        public Builder recurrentConnections(long connections) {
            this.recurrentConnections = connections;
            return this;
        }

        /**
         * The first value of the forget gate's biases, by default 1. Larger ones (to 5) help to remember for longer.
         *
         * @param bias any number
         * @return this builder
         */
        public Builder forgetGateBiasInit(double bias) {
            this.forgetGateBiasInit = bias;
            return this;
        }

        /**
         * The activation of the gates, by default the sigmoid.
         *
         * @param activation a function into the range from 0 to 1
         * @return this builder
         */
        public Builder gateActivationFunction(Activation activation) {
            return gateActivationFunction(activation.getActivationFunction());
        }

        /**
         * The activation of the gates, by default the sigmoid.
         *
         * @param activation a function into the range from 0 to 1
         * @return this builder
         */
        public Builder gateActivationFunction(IActivation activation) {
            this.gateActivation = activation;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the layer
         * @throws DL4JInvalidConfigException if the number of connections is not said in exactly one way for each matrix,
         *     its value is out of range, or a constraint does not suit compressed weights
         */
        @Override
        public SparseLstm build() {
            return new SparseLstm(this);
        }
    }
}
