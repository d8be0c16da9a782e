package io.github.dl4jsparse.layers.sparse;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ConvolutionUtils;
import org.deeplearning4j.util.ValidationUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A two-dimensional convolution that is sparse in memory and time: of the filters' {@code nOut * nIn * kH * kW} weights only a
 * fixed number exists, and each is one scaled addition of a shifted plane of the input.
 *
 * <p>Takes the place of DL4J's {@code ConvolutionLayer}: input {@code [batch, nIn, height, width]}, output {@code [batch,
 * nOut, height, width]} in 'c' order, with kernel, stride, padding, dilation and {@code ConvolutionMode} Same, Truncate or
 * Strict, and any activation, weight initialisation, bias, dropout, weight noise, regularisation, gradient normalisation and
 * updater. Channels come first (NCHW) only. The number of connections is said in exactly one way: {@link Builder#sparsity},
 * {@link Builder#density}, {@link Builder#epsilon} or {@link Builder#connections}; places are those of a matrix {@code [nIn *
 * kH * kW, nOut]}. Which ones they are is drawn uniformly from a seed, then kept among the parameters: the flat parameter
 * vector holds
 *
 * <table>
 * <caption>Parameters</caption>
 * <tr><th>name</th><th>shape</th><th>what</th></tr>
 * <tr><td>W</td><td>[1, connections]</td><td>values, filter after filter, inputs ascending</td></tr>
 * <tr><td>b</td><td>[1, nOut]</td><td>biases</td></tr>
 * <tr><td>pattern</td><td>[1, connections + nOut]</td><td>the input of each connection, {@code (channel * kH + row) * kW +
 *     column} of the filter, then the number of connections of each filter; not trained</td></tr>
 * </table>
 *
 * <p>so that copies, model files, workers and transfer learning carry the pattern along. Updater state exists for values
 * and biases only. Limits: networks of type FLOAT or DOUBLE on the native CPU back-end, {@code nIn * kH * kW} up to
 * 2<sup>24</sup>. When to prefer a {@code ConvolutionLayer}: where most of the weights stay, the dense convolution is faster.
 * Settings for cuDNN and other helpers, which DL4J's layers have, have no effect.
 *
 * <p>Weights are initialised by what a filter really receives: the scheme's fan-in is the filter's own number of connections,
 * its fan-out {@code kH * kW / (strideH * strideW)} for each filter that has any. At density 1 this is DL4J's own
 * initialisation.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public class SparseConvolutionLayer extends ConvolutionLayer implements SparseConnections {

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
    protected SparseConvolutionLayer() {}

    /**
     * A layer as its builder says.
     *
     * @param builder the builder
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if not exactly one way to say the number of
     *     connections is used, its value is out of range, or a constraint does not suit compressed weights
     */
    @SuppressWarnings("this-escape") // DL4J's configurations set their constraints in the constructor
    protected SparseConvolutionLayer(Builder builder) {
        super(builder);
        ConnectionSettings settings = builder.connectionSettings();
        sparsity = settings.sparsity;
        density = settings.density;
        epsilon = settings.epsilon;
        connections = settings.connections;
        patternSeed = settings.patternSeed;
        budget().check(LayerLimits.nameOf(this));
        setConstraints(getConstraints());
    }

    private ConnectionBudget budget() {
        return new ConnectionBudget(sparsity, density, epsilon, connections);
    }

    @Override
    public long inputs() {
        return getNIn() * kernelSize[0] * kernelSize[1];
    }

    @Override
    public long outputs() {
        return getNOut();
    }

    @Override
    public int connectionCount() {
        return budget().count(inputs(), outputs(), LayerLimits.nameOf(this));
    }

    @Override
    public Long patternSeed() {
        return patternSeed;
    }

    @Override
    public double fanOutOfUnit() {
        return (double) kernelSize[0] * kernelSize[1] / ((double) stride[0] * stride[1]);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        super.setNIn(inputType, override);
        LayerLimits.checkConvolution(this);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        LayerLimits.checkConvolution(this);
        return super.getOutputType(layerIndex, inputType);
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
        LayerLimits.checkConvolution(this);
        SparseConvolution layer = new SparseConvolution(conf, networkDataType);
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

    /** Takes the pattern out of the constraints' parameters; refuses constraints that read W as a dense array. */
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
    public SparseConvolutionLayer clone() {
        return (SparseConvolutionLayer) super.clone();
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SparseConvolutionLayer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseConvolutionLayer that
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
        return "SparseConvolutionLayer(super=" + super.toString() + ", " + budget() + ", patternSeed=" + patternSeed
                + ")";
    }

    /** Builds a {@link SparseConvolutionLayer}; what is not named here is as in DL4J's {@code ConvolutionLayer}. */
    @SuppressWarnings("unchecked") // build(): DL4J's builders promise any layer type that the caller names
    public static class Builder extends ConvolutionLayer.BaseConvBuilder<Builder>
            implements ConnectionBuilder<Builder> {

        private final ConnectionSettings connectionSettings = new ConnectionSettings();

        /** A builder with DL4J's default kernel, 5 x 5. */
        public Builder() {}

        /**
         * A builder with a kernel.
         *
         * @param kernelSize height and width, or one number for both
         */
        @SuppressWarnings("this-escape") // DL4J's builders set their sizes in the constructor
        public Builder(int... kernelSize) {
            setKernelSize(kernelSize);
        }

        @Override
        public ConnectionSettings connectionSettings() {
            return connectionSettings;
        }

        @Override
        protected boolean allowCausal() {
            return false;
        }

        @Override
        public void setKernelSize(int[] kernelSize) {
            this.kernelSize = ValidationUtils.validate2NonNegative(kernelSize, false, "kernelSize");
        }

        @Override
        public void setStride(int[] stride) {
            this.stride = ValidationUtils.validate2NonNegative(stride, false, "stride");
        }

        @Override
        public void setPadding(int[] padding) {
            this.padding = ValidationUtils.validate2NonNegative(padding, false, "padding");
        }

        @Override
        public void setDilation(int[] dilation) {
            this.dilation = ValidationUtils.validate2NonNegative(dilation, false, "dilation");
        }

        /**
         * Builds the configuration.
         *
         * @return the layer
         * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if not exactly one of sparsity, density, epsilon
         *     and connections is set, its value is out of range, or a constraint does not suit compressed weights
         */
        @Override
        public SparseConvolutionLayer build() {
            ConvolutionUtils.validateConvolutionModePadding(convolutionMode, padding);
            ConvolutionUtils.validateCnnKernelStridePadding(kernelSize, stride, padding);
            return new SparseConvolutionLayer(this);
        }
    }
}
