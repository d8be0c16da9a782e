package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.ElementwiseActivation;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link SparseConvolutionLayer} at run time.
 *
 * <p>The pattern lives in the parameters, which others change without a word (loading, averaging, copying). So each
 * forward pass compares them with the pattern at hand and reads them again where they differ. The output of a
 * training pass is kept for the backward pass; of inference nothing is kept. Masks are handed on as DL4J's convolutions do,
 * without a change of this layer's output.
 */
public class SparseConvolution extends BaseLayer<SparseConvolutionLayer> implements CompressedLayer {

    private final transient SparseFilters filters;
    private final transient ElementwiseActivation elementwise;

    /**
     * A layer without parameters yet.
     *
     * @param conf the configuration, which holds a {@link SparseConvolutionLayer}
     * @param dataType FLOAT or DOUBLE
     */
    @SuppressWarnings("this-escape") // kept for later; nothing is asked of this layer yet
    public SparseConvolution(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.filters = new SparseFilters(this, this::layerId, dataType);
        this.elementwise = ElementwiseActivation.of(((SparseConvolutionLayer) conf.getLayer()).getActivationFn());
    }

    @Override
    public Type type() {
        return Type.CONVOLUTIONAL;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        prepare(training, workspaceMgr);
        INDArray output = filters.forward(input, elementwise, training, workspaceMgr);
        return elementwise != null ? output : layerConf().getActivationFn().getActivation(output, training);
    }

    @Override
    protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaceMgr) {
        prepare(training, workspaceMgr);
        return filters.forward(input, null, training, workspaceMgr);
    }

    /** Brings pattern, parameters and input to where the products can use them. */
    private void prepare(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        filters.checkInput(input);
        applyDropOutIfNecessary(training, workspaceMgr);
        filters.load(
                input,
                getParamWithNoise(SparseParamInitializer.VALUES, training, workspaceMgr),
                hasBias() ? getParamWithNoise(SparseParamInitializer.BIAS, training, workspaceMgr) : null);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (!filters.forwardKept()) {
            prepare(true, workspaceMgr);
            filters.keepForward(input, elementwise);
        }
        INDArray gradientOfOutput = epsilon.castTo(dataType);
        if (!filters.activated()) {
            INDArray z = filters.preActivation(workspaceMgr);
            gradientOfOutput =
                    layerConf().getActivationFn().backprop(z, gradientOfOutput).getFirst();
        }
        Gradient gradient = filters.backward(input, gradientOfOutput, gradientViews);
        INDArray dx = UnreadGradient.isThatOf(this)
                ? filters.noInputGradient(workspaceMgr)
                : filters.inputGradient(workspaceMgr);
        weightNoiseParams.clear();
        return new Pair<>(gradient, backpropDropOutIfPresent(dx));
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        if (maskArray == null) {
            return new Pair<>(null, currentMaskState);
        }
        SparseConvolutionLayer conf = layerConf();
        INDArray reduced = ConvolutionUtils.cnn2dMaskReduction(
                maskArray,
                conf.getKernelSize(),
                conf.getStride(),
                conf.getPadding(),
                conf.getDilation(),
                conf.getConvolutionMode());
        return new Pair<>(reduced, currentMaskState);
    }

    /**
     * The connections of this layer.
     *
     * @return the one weight array
     */
    public CompressedMatrix matrix() {
        return filters;
    }

    @Override
    public List<CompressedMatrix> matrices() {
        return List.of(filters);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        super.setInput(input, workspaceMgr);
        filters.forgetForward();
    }

    @Override
    public void clear() {
        super.clear();
        filters.forgetForward();
    }

    @Override
    public boolean hasBias() {
        return layerConf().hasBias();
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void fit(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        throw new UnsupportedOperationException("Layerwise training of " + layerId() + " is not supported.");
    }
}
