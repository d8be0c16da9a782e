package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link SparseDenseLayer} at run time.
 *
 * <p>The pattern lives in the parameters, which others change without a word (loading, averaging, copying). So each
 * forward pass compares them with the pattern at hand and reads them again where they differ. The pre-activation of a
 * training pass is kept for the backward pass; of inference nothing is kept.
 */
public class SparseDense extends BaseLayer<SparseDenseLayer> implements CompressedLayer {

    private final transient SparseUnits units;

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
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray z = preOutput(training, workspaceMgr);
        INDArray activations = layerConf().getActivationFn().getActivation(z, training);
        if (maskArray != null) {
            applyMask(activations);
        }
        return activations;
    }

    @Override
    protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaceMgr) {
        prepare(training, workspaceMgr);
        INDArray z = units.forward(input, training, workspaceMgr);
        if (maskArray != null) {
            applyMask(z);
        }
        return z;
    }

    /** Brings pattern, parameters and input to where the products can use them. */
    private void prepare(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        units.checkInput(input);
        applyDropOutIfNecessary(training, workspaceMgr);
        units.load(
                getParamWithNoise(SparseParamInitializer.VALUES, training, workspaceMgr),
                hasBias() ? getParamWithNoise(SparseParamInitializer.BIAS, training, workspaceMgr) : null);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (!units.forwardKept()) {
            prepare(true, workspaceMgr);
            units.keepForward(input);
        }
        INDArray dz = preActivationGradient(epsilon, workspaceMgr);
        Gradient gradient = units.backward(input, dz, gradientViews);
        INDArray dx = units.inputGradient(dz.size(0), workspaceMgr);
        weightNoiseParams.clear();
        return new Pair<>(gradient, backpropDropOutIfPresent(dx));
    }

    private INDArray preActivationGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        INDArray z = units.preActivation(epsilon.size(0), workspaceMgr);
        if (maskArray != null) {
            applyMask(z);
        }
        INDArray dz = layerConf()
                .getActivationFn()
                .backprop(z, epsilon.castTo(dataType))
                .getFirst();
        if (maskArray != null) {
            applyMask(dz);
        }
        return dz;
    }

    @Override
    public CompressedPattern pattern() {
        return units.pattern();
    }

    @Override
    public INDArray values() {
        return units.values();
    }

    @Override
    public void rewire(CompressedPattern pattern) {
        units.rewire(pattern);
    }

    @Override
    public void requestGradient() {
        units.requestGradient();
    }

    @Override
    public void releaseGradient() {
        units.releaseGradient();
    }

    @Override
    public void forEachGradient(PositionVisitor visitor) {
        units.forEachGradient(visitor);
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
