package io.github.dl4jsparse.layers.gate;

import io.github.dl4jsparse.layers.proximal.NonNegativeStep;
import io.github.dl4jsparse.layers.proximal.ProximalL1;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The scale of a residual block in sparse structure selection (Huang, Wang, ECCV 2018): multiplies a branch by one trained number,
 * {@code y = s x}, and adds {@code gamma s} to the loss. A block whose scale is exactly 0 adds nothing to its shortcut and can be
 * removed.
 *
 * <pre>{@code
 * .addLayer("scale", new BranchScale.Builder().build(), "lastOfBranch")
 * .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "shortcut", "scale")
 * }</pre>
 *
 * The parameter {@code scale} starts at 1, has neither L2 nor weight decay, and is trained by the accelerated proximal gradient as
 * {@link io.github.dl4jsparse.layers.reparam.StructureScale} says. Input and output have the same shape, whatever it is.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public class BranchScale extends BaseLayer implements ShapedParameters {

    /** The key of the scale. */
    public static final String SCALE = "scale";

    private static final ParamInitializer INITIALIZER = new ShapedParamInitializer();

    @JsonProperty
    private double gamma = 0.01;

    @JsonProperty
    private IUpdater scaleUpdater = new Nesterovs(0.1, 0.9);

    /** For deserialisation. */
    protected BranchScale() {}

    /**
     * A layer as its builder says.
     *
     * @param builder the builder
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if gamma is negative or no number
     */
    protected BranchScale(Builder builder) {
        super(builder);
        gamma = new ProximalL1(builder.gamma).gamma();
        scaleUpdater = Objects.requireNonNull(builder.scaleUpdater, "scaleUpdater");
    }

    @Override
    public Map<String, long[]> shapes() {
        return Map.of(SCALE, new long[] {1, 1});
    }

    @Override
    public void start(String key, INDArray flat) {
        flat.assign(1);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        ScaledBranch layer = new ScaledBranch(conf, networkDataType);
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
        return inputType;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        // any size will do
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public boolean isPretrainParam(String paramName) {
        return false;
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return scaleUpdater;
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        return List.of(new ProximalL1(gamma), new NonNegativeStep());
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return GateMemory.report(this, inputType);
    }

    @Override
    public BranchScale clone() {
        return (BranchScale) super.clone();
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof BranchScale;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BranchScale that
                && super.equals(that)
                && gamma == that.gamma
                && scaleUpdater.equals(that.scaleUpdater);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(gamma, scaleUpdater);
    }

    @Override
    public String toString() {
        return "BranchScale(super=" + super.toString() + ", gamma=" + gamma + ", scaleUpdater=" + scaleUpdater + ")";
    }

    /** Builds a {@link BranchScale}. */
    @SuppressWarnings("unchecked") // build(): DL4J's builders promise any layer type that the caller names
    public static class Builder extends BaseLayer.Builder<Builder> {

        private double gamma = 0.01;
        private IUpdater scaleUpdater = new Nesterovs(0.1, 0.9);

        /** A builder with gamma 0.01, learning rate 0.1 and momentum 0.9, the authors' values. */
        public Builder() {}

        /**
         * How much the scale counts in the loss.
         *
         * @param gamma at least 0; more removes more blocks
         * @return this builder
         */
        public Builder gamma(double gamma) {
            this.gamma = gamma;
            return this;
        }

        /**
         * The learning rate, its schedule and the momentum of the scale.
         *
         * @param updater Nesterov's momentum, of which the proximal step makes the paper's
         * @return this builder
         */
        public Builder trainedBy(Nesterovs updater) {
            this.scaleUpdater = updater;
            return this;
        }

        /** Without momentum and learning rate, so that gradients can be checked by finite differences. */
        Builder untrained(IUpdater updater) {
            this.scaleUpdater = updater;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the layer
         * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if gamma is negative or no number
         */
        @Override
        public BranchScale build() {
            return new BranchScale(this);
        }
    }
}
