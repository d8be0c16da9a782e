package io.github.dl4jsparse.layers.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A residual branch that is switched on and off for each example (ConvNet-AIG; Veit, Belongie, ECCV 2018). The layer holds the branch
 * F as a list of layers, and gives {@code z(x) F(x)} with a gate z of 0 or 1; the shortcut is added by the network around it:
 *
 * <pre>{@code
 * .addLayer("gate", new AdaptiveGate.Builder().branch(conv1, norm1, conv2, norm2).build(), "in")
 * .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "gate")
 * }</pre>
 *
 * The gate network takes the mean of each channel over height and width, then a dense layer of 16 units, batch normalisation, ReLU
 * and a dense layer of two logits (off, on), whose biases start at (0.1, 2), so that gates begin open with probability 0.87.
 *
 * <pre>
 *   training:   z = argmax(logits + g),  g = -ln(-ln u) for each example and logit        (Gumbel, temperature 1)
 *               backwards dz/dlogits is that of softmax(logits + g)                       (straight-through)
 *   inference:  z = argmax(logits); the branch is computed for the examples with z = 1 only
 *   loss:       + (w/n) (t - mean of z over the minibatch)^2                              (target rate t, n gates)
 * </pre>
 *
 * With w = 2 and n the number of gates in the network the gates together add the authors' {@code 2 mean (t - rate)^2}. The official
 * module draws noise at inference too; this one does not. Input: images in either format, or vectors.
 *
 * <p>Parameters are those of the inner layers, called {@code gate0W, ..., branch0W, ...}. Inner layers take what they do not say
 * themselves (updater, regularisation, initialisation, activation, dropout) from this layer, which takes it from the network; a
 * branch's layers must fit each other without preprocessors.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public class AdaptiveGate extends FeedForwardLayer {

    private static final int HIDDEN = 16;
    private static final ParamInitializer INITIALIZER = new InnerParamInitializer();

    @JsonProperty
    private List<Layer> gate = new ArrayList<>();

    @JsonProperty
    private List<Layer> branch = new ArrayList<>();

    @JsonProperty
    private double targetRate = 0.6;

    @JsonProperty
    private double rateLoss = 2;

    @JsonProperty
    private int gates = 1;

    @JsonProperty
    private CNN2DFormat dataFormat = CNN2DFormat.NCHW;

    /** For deserialisation. */
    protected AdaptiveGate() {}

    /**
     * A layer as its builder says.
     *
     * @param builder the builder
     * @throws DL4JInvalidConfigException if the branch is empty or has a loss, or a number is out of range
     */
    protected AdaptiveGate(Builder builder) {
        super(builder);
        branch = new ArrayList<>(builder.branch);
        targetRate = builder.targetRate;
        rateLoss = builder.rateLoss;
        gates = builder.gates;
        dataFormat = builder.dataFormat;
        check();
        gate = new ArrayList<>(List.of(
                new DenseLayer.Builder()
                        .nIn(nIn)
                        .nOut(HIDDEN)
                        .activation(Activation.IDENTITY)
                        .build(),
                new BatchNormalization.Builder().nIn(HIDDEN).nOut(HIDDEN).build(),
                new ActivationLayer(Activation.RELU),
                new DenseLayer.Builder()
                        .nIn(HIDDEN)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build()));
    }

    private void check() {
        if (branch.isEmpty()) {
            throw new DL4JInvalidConfigException("The branch of layer (" + layerName
                    + ") is empty. Say its layers by branch(...): a gate without a branch switches nothing.");
        }
        for (Layer layer : branch) {
            if (hasLoss(layer)) {
                throw new DL4JInvalidConfigException("The branch of layer (" + layerName + ") has a layer of type ("
                        + layer.getClass().getSimpleName()
                        + "), which has a loss. It belongs to the end of the network.");
            }
        }
        if (!(targetRate >= 0 && targetRate <= 1)) {
            throw new DL4JInvalidConfigException("The target rate (" + targetRate + ") of layer (" + layerName
                    + ") must be in [0, 1]. Maybe you passed a percentage?");
        }
        if (!(rateLoss >= 0) || Double.isInfinite(rateLoss) || gates < 1) {
            throw new DL4JInvalidConfigException("The weight (" + rateLoss + ") of the rate loss of layer (" + layerName
                    + ") must be a number of at least 0, and the number of gates (" + gates + ") at least 1.");
        }
    }

    private static boolean hasLoss(Layer layer) {
        return layer instanceof BaseOutputLayer
                || layer instanceof LossLayer
                || layer instanceof RnnLossLayer
                || layer instanceof CnnLossLayer
                || layer instanceof Cnn3DLossLayer
                || layer instanceof Yolo2OutputLayer
                || layer instanceof SameDiffOutputLayer
                || layer instanceof BaseWrapperLayer wrapper && hasLoss(wrapper.getUnderlying());
    }

    /** What this gate adds to the loss at a rate. */
    double loss(double rate) {
        return rateLoss / gates * (targetRate - rate) * (targetRate - rate);
    }

    /** The derivative of {@link #loss} by the rate. */
    double lossSlope(double rate) {
        return 2 * rateLoss / gates * (rate - targetRate);
    }

    /** The axes of height and width. */
    int[] space() {
        return dataFormat == CNN2DFormat.NHWC ? new int[] {1, 2} : new int[] {2, 3};
    }

    /** The axes of examples and channels. */
    int[] channels() {
        return dataFormat == CNN2DFormat.NHWC ? new int[] {0, 3} : new int[] {0, 1};
    }

    /** The inner layers, those of the gate network first, with everything that they take from this layer but updaters. */
    List<InnerLayer> inner() {
        List<InnerLayer> all = new ArrayList<>();
        for (Layer layer : gate) {
            all.add(new InnerLayer("gate" + all.size(), layer).inherit(this, false));
        }
        for (int k = 0; k < branch.size(); k++) {
            all.add(new InnerLayer("branch" + k, branch.get(k)).inherit(this, true));
        }
        return all;
    }

    int gateLayers() {
        return gate.size();
    }

    /** The shape of the branch's output. */
    long[] outputShape(INDArray input) {
        InputType type = input.rank() == 4
                ? InputType.convolutional(
                        input.size(space()[0]), input.size(space()[1]), input.size(channels()[1]), dataFormat)
                : InputType.feedForward(input.size(1));
        long[] shape = getOutputType(-1, type).getShape(true);
        shape[0] = input.size(0);
        return shape;
    }

    @Override
    public org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        List<org.deeplearning4j.nn.api.Layer> layers =
                InnerParamInitializer.instantiate(conf, layerParamsView, initializeParams, networkDataType);
        GatedBranch made = new GatedBranch(conf, networkDataType, layers);
        made.setListeners(trainingListeners);
        made.setIndex(layerIndex);
        made.setParamsViewArray(layerParamsView);
        made.setParamTable(initializer().init(conf, layerParamsView, false));
        return made;
    }

    @Override
    public ParamInitializer initializer() {
        return INITIALIZER;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        InputType type = inputType;
        for (Layer layer : branch) {
            type = layer.getOutputType(layerIndex, type);
        }
        return type;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (inputType instanceof InputType.InputTypeConvolutional images) {
            nIn = nIn <= 0 || override ? images.getChannels() : nIn;
            dataFormat = images.getFormat();
        } else if (inputType instanceof InputType.InputTypeFeedForward vectors) {
            nIn = nIn <= 0 || override ? vectors.getSize() : nIn;
        } else {
            throw new DL4JInvalidConfigException(
                    "The layer (" + layerName + ") gates images or vectors, but its input is (" + inputType + ").");
        }
        ((FeedForwardLayer) gate.get(0)).setNIn(nIn);
        InputType type = inputType;
        for (InnerLayer each : inner().subList(gate.size(), gate.size() + branch.size())) {
            Layer layer = each.layer();
            if (layer.getPreProcessorForInputType(type) != null) {
                throw new DL4JInvalidConfigException("The layer (" + each.prefix() + ") of type ("
                        + layer.getClass().getSimpleName() + ") in the branch of layer (" + layerName
                        + ") does not fit its input (" + type + ") without a preprocessor, which a branch has not.");
            }
            layer.setNIn(type, override);
            type = layer.getOutputType(-1, type);
        }
        nOut = type instanceof InputType.InputTypeConvolutional out
                ? out.getChannels()
                : type.arrayElementsPerExample();
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return inputType instanceof InputType.InputTypeConvolutionalFlat flat
                ? new FeedForwardToCnnPreProcessor(flat.getHeight(), flat.getWidth(), flat.getDepth())
                : null;
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        InnerLayer owner = InnerLayer.of(inner(), paramName);
        IUpdater own = owner.layer().getUpdaterByParam(owner.key(paramName));
        return own != null ? own : super.getUpdaterByParam(paramName);
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        List<Regularization> own = ownRegularization(paramName);
        return own != null && own.isEmpty() ? super.getRegularizationByParam(paramName) : own;
    }

    private List<Regularization> ownRegularization(String paramName) {
        InnerLayer owner = InnerLayer.of(inner(), paramName);
        return owner.layer().getRegularizationByParam(owner.key(paramName));
    }

    /** What a parameter takes from this layer, because the inner layer says nothing: no part of the inner layer's own score. */
    List<Regularization> inheritedRegularization(String paramName) {
        List<Regularization> own = ownRegularization(paramName);
        List<Regularization> inherited =
                own != null && own.isEmpty() ? super.getRegularizationByParam(paramName) : null;
        return inherited == null ? List.of() : inherited;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return GateMemory.report(this, inputType);
    }

    @Override
    public AdaptiveGate clone() {
        AdaptiveGate clone = (AdaptiveGate) super.clone();
        clone.gate = new ArrayList<>(gate.stream().map(Layer::clone).toList());
        clone.branch = new ArrayList<>(branch.stream().map(Layer::clone).toList());
        return clone;
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof AdaptiveGate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AdaptiveGate that
                && super.equals(that)
                && gate.equals(that.gate)
                && branch.equals(that.branch)
                && targetRate == that.targetRate
                && rateLoss == that.rateLoss
                && gates == that.gates
                && dataFormat == that.dataFormat;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(gate, branch, targetRate, rateLoss, gates, dataFormat);
    }

    @Override
    public String toString() {
        return "AdaptiveGate(super=" + super.toString() + ", branch=" + branch + ", targetRate=" + targetRate
                + ", rateLoss=" + rateLoss + ", gates=" + gates + ", dataFormat=" + dataFormat + ")";
    }

    /** Builds an {@link AdaptiveGate}; what is not named here is as in every DL4J layer, and goes to the inner layers. */
    @SuppressWarnings("unchecked") // build(): DL4J's builders promise any layer type that the caller names
    public static class Builder extends FeedForwardLayer.Builder<Builder> {

        private List<Layer> branch = List.of();
        private double targetRate = 0.6;
        private double rateLoss = 2;
        private int gates = 1;
        private CNN2DFormat dataFormat = CNN2DFormat.NCHW;

        /** A builder with the authors' values for CIFAR: target rate 0.6, weight 2 of the rate loss. */
        public Builder() {}

        /**
         * The layers of the branch, first to last.
         *
         * @param layers at least one; none with a loss
         * @return this builder
         */
        public Builder branch(Layer... layers) {
            this.branch = Arrays.asList(layers.clone());
            return this;
        }

        /**
         * How often the gate is to be on.
         *
         * @param targetRate the rate t, in [0, 1]; the paper uses 0.4 to 1
         * @return this builder
         */
        public Builder targetRate(double targetRate) {
            this.targetRate = targetRate;
            return this;
        }

        /**
         * How much the target rate counts.
         *
         * @param weight the weight w of the rate loss, at least 0
         * @return this builder
         */
        public Builder rateLoss(double weight) {
            this.rateLoss = weight;
            return this;
        }

        /**
         * The number of gates in the network, over which the rate loss is a mean; 1 unless set.
         *
         * @param gates the number n, at least 1
         * @return this builder
         */
        public Builder gates(int gates) {
            this.gates = gates;
            return this;
        }

        /**
         * The order of the axes of images, which a network with an input type finds out for itself.
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
         * @throws DL4JInvalidConfigException if the branch is empty or has a loss, or a number is out of range
         */
        @Override
        public AdaptiveGate build() {
            return new AdaptiveGate(this);
        }
    }
}
