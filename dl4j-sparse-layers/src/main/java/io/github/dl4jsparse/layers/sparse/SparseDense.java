package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.ElementwiseActivation;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link SparseDenseLayer} at run time.
 *
 * <p>The pattern lives in the parameters, which others change without a word (loading, averaging, copying). So each
 * forward pass compares them with the pattern at hand and reads them again where they differ. The output of a
 * training pass is kept for the backward pass; of inference nothing is kept.
 */
public class SparseDense extends BaseLayer<SparseDenseLayer> implements CompressedLayer {

    private final transient SparseUnits units;
    private final transient ElementwiseActivation elementwise;

    /**
     * A layer without parameters yet.
     *
     * @param conf the configuration, which holds a {@link SparseDenseLayer}
     * @param dataType FLOAT or DOUBLE
     */
    @SuppressWarnings("this-escape") // kept for later; nothing is asked of this layer yet
    public SparseDense(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.units = new SparseUnits(this, this::layerId, dataType);
        this.elementwise = ElementwiseActivation.of(((SparseDenseLayer) conf.getLayer()).getActivationFn());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray output = output(elementwise, training, workspaceMgr);
        if (elementwise != null) {
            return output;
        }
        INDArray activations = layerConf().getActivationFn().getActivation(output, training);
        if (maskArray != null) {
            applyMask(activations);
        }
        return activations;
    }

    @Override
    protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return output(null, training, workspaceMgr);
    }

    private INDArray output(ElementwiseActivation activation, boolean training, LayerWorkspaceMgr workspaceMgr) {
        prepare(training, workspaceMgr);
        INDArray output = units.forward(input, activation, training, workspaceMgr);
        if (maskArray != null) {
            applyMask(output);
        }
        return output;
    }

    /** Brings pattern, parameters and input to where the products can use them. */
    private void prepare(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        units.checkInput(input);
        applyDropOutIfNecessary(training, workspaceMgr);
        units.load(
                input,
                getParamWithNoise(SparseParamInitializer.VALUES, training, workspaceMgr),
                hasBias() ? getParamWithNoise(SparseParamInitializer.BIAS, training, workspaceMgr) : null);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (!units.forwardKept()) {
            prepare(true, workspaceMgr);
            units.keepForward(input, elementwise);
        }
        INDArray gradientOfOutput = outputGradient(epsilon.castTo(dataType), workspaceMgr);
        Gradient gradient = units.backward(input, gradientOfOutput, gradientViews);
        INDArray dx =
                UnreadGradient.isThatOf(this) ? units.noInputGradient(workspaceMgr) : units.inputGradient(workspaceMgr);
        weightNoiseParams.clear();
        return new Pair<>(gradient, backpropDropOutIfPresent(dx));
    }

    /** The gradient of what the units ended with. */
    private INDArray outputGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        INDArray gradient = epsilon;
        if (!units.activated()) {
            INDArray z = units.preActivation(workspaceMgr);
            if (maskArray != null) {
                applyMask(z);
            }
            gradient = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
        } else if (maskArray != null) {
            gradient = workspaceMgr.dup(ArrayType.BP_WORKING_MEM, epsilon);
        }
        if (maskArray != null) {
            applyMask(gradient);
        }
        return gradient;
    }

    /**
     * The connections of this layer.
     *
     * @return the one weight matrix
     */
    public CompressedMatrix matrix() {
        return units;
    }

    @Override
    public List<CompressedMatrix> matrices() {
        return List.of(units);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        super.setInput(input, workspaceMgr);
        units.forgetForward();
    }

    @Override
    public void clear() {
        super.clear();
        units.forgetForward();
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
