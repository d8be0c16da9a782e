package io.github.dl4jsparse.layers.gate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Squeeze-and-excitation (Hu, Shen, Sun, CVPR 2018): weighs the channels of each example by what is seen in all of them. With
 * input u of C channels,
 *
 * <pre>
 *   z_c = mean of u_c over height and width            (squeeze, eq. 2)
 *   e   = sigmoid(relu(z W1 + b1) W2 + b2)             (excitation, eq. 3)
 *   x_c = e_c u_c                                      (eq. 4)
 * </pre>
 *
 * Input and output have the same shape, {@code [batch, C, height, width]} or, in NHWC, {@code [batch, height, width, C]}. W1 is
 * {@code [C, h]}, W2 {@code [h, C]}, with {@code h = max(1, C / r)} for the reduction ratio r; biases are optional. In residual
 * networks it stands at the end of the branch, before the sum.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public class SqueezeExcitation extends FeedForwardLayer implements ShapedParameters {

    private static final ParamInitializer INITIALIZER = new ShapedParamInitializer();

    @JsonProperty
    private int reduction = 16;

    @JsonProperty
    private boolean hasBias;

    @JsonProperty
    private CNN2DFormat dataFormat = CNN2DFormat.NCHW;

    /** For deserialisation. */
    protected SqueezeExcitation() {}

    /**
     * A layer as its builder says.
     *
     * @param builder the builder
     * @throws DL4JInvalidConfigException if the reduction ratio is less than 1
     */
    @SuppressWarnings("this-escape") // DL4J's configurations set their constraints in the constructor
    protected SqueezeExcitation(Builder builder) {
        super(builder);
        if (builder.reduction < 1) {
            throw new DL4JInvalidConfigException("The reduction ratio (" + builder.reduction + ") of layer ("
                    + builder.getLayerName() + ") must be at least 1. The paper uses 16.");
        }
        reduction = builder.reduction;
        hasBias = builder.hasBias;
        dataFormat = builder.dataFormat;
        nOut = nIn;
        initializeConstraints(builder);
    }

    /** Whether channels are the last axis. */
    boolean channelsLast() {
        return dataFormat == CNN2DFormat.NHWC;
    }

    boolean hasBias() {
        return hasBias;
    }

    private long hidden() {
        return Math.max(1, nIn / reduction);
    }

    @Override
    public Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("W1", new long[] {nIn, hidden()});
        if (hasBias) {
            shapes.put("b1", new long[] {1, hidden()});
        }
        shapes.put("W2", new long[] {hidden(), nIn});
        if (hasBias) {
            shapes.put("b2", new long[] {1, nIn});
        }
        return shapes;
    }

    @Override
    public void start(String key, INDArray flat) {
        if (key.startsWith("b")) {
            flat.assign(biasInit);
        } else {
            long[] shape = shapes().get(key);
            weightInitFn.init((double) shape[0], (double) shape[1], shape, 'f', flat);
        }
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        if (nIn <= 0) {
            throw new DL4JInvalidConfigException("The number of channels (" + nIn + ") of layer (" + layerName
                    + ") at index (" + layerIndex + ") is not known. Set the network's input type, or nIn.");
        }
        ExcitedChannels layer = new ExcitedChannels(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return INITIALIZER;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        images(inputType);
        return inputType;
    }

    private InputType.InputTypeConvolutional images(InputType inputType) {
        if (inputType instanceof InputType.InputTypeConvolutional images) {
            return images;
        }
        throw new DL4JInvalidConfigException(
                "The layer (" + layerName + ") weighs the channels of images, but its input is (" + inputType
                        + "). Maybe it stands behind a dense layer?");
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        InputType.InputTypeConvolutional images = images(inputType);
        if (nIn <= 0 || override) {
            nIn = images.getChannels();
        }
        nOut = nIn;
        dataFormat = images.getFormat();
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return inputType instanceof InputType.InputTypeConvolutionalFlat flat
                ? new FeedForwardToCnnPreProcessor(flat.getHeight(), flat.getWidth(), flat.getDepth())
                : null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return GateMemory.report(this, inputType);
    }

    @Override
    public SqueezeExcitation clone() {
        return (SqueezeExcitation) super.clone();
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof SqueezeExcitation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SqueezeExcitation that
                && super.equals(that)
                && reduction == that.reduction
                && hasBias == that.hasBias
                && dataFormat == that.dataFormat;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(reduction, hasBias, dataFormat);
    }

    @Override
    public String toString() {
        return "SqueezeExcitation(super=" + super.toString() + ", reduction=" + reduction + ", hasBias=" + hasBias
                + ", dataFormat=" + dataFormat + ")";
    }

    /** Builds a {@link SqueezeExcitation}; what is not named here is as in every DL4J layer with weights. */
    @SuppressWarnings("unchecked") // build(): DL4J's builders promise any layer type that the caller names
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        private int reduction = 16;
        private boolean hasBias;
        private CNN2DFormat dataFormat = CNN2DFormat.NCHW;

        /** A builder with the paper's reduction ratio, 16, and without biases. */
        public Builder() {}

        /**
         * How much smaller the hidden layer of the excitation is than the number of channels.
         *
         * @param reduction the ratio r, at least 1
         * @return this builder
         */
        public Builder reduction(int reduction) {
            this.reduction = reduction;
            return this;
        }

        /**
         * Whether the excitation has biases; by default it has none.
         *
         * @param hasBias true for biases
         * @return this builder
         */
        public Builder hasBias(boolean hasBias) {
            this.hasBias = hasBias;
            return this;
        }

        /**
         * The order of the axes, which a network with an input type finds out for itself.
         *
         * @param dataFormat NCHW unless set
         * @return this builder
         */
        public Builder dataFormat(CNN2DFormat dataFormat) {
            this.dataFormat = dataFormat;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the layer
         * @throws DL4JInvalidConfigException if the reduction ratio is less than 1
         */
        @Override
        public SqueezeExcitation build() {
            return new SqueezeExcitation(this);
        }
    }
}
