package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.weight.CompressedLayer;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link SparseOutputLayer} at run time.
 *
 * <p>DL4J asks for the score right after the backward pass and on the same input. The loss is taken during that pass, so
 * that the units need not be computed a second time for it.
 */
public class SparseOutput extends BaseOutputLayer<SparseOutputLayer> implements CompressedLayer {

    private final transient SparseUnits units;
    private final transient SoftmaxCrossEntropy crossEntropy;
    private transient Double lossOfPass;
    private transient double regularizationTerm;

    /**
     * A layer without parameters yet.
     *
     * @param conf the configuration, which holds a {@link SparseOutputLayer}
     * @param dataType FLOAT or DOUBLE
     */
    @SuppressWarnings("this-escape") // kept for later; nothing is asked of this layer yet
    public SparseOutput(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.units = new SparseUnits(this, this::layerId, dataType);
        SparseOutputLayer output = (SparseOutputLayer) conf.getLayer();
        this.crossEntropy = SoftmaxCrossEntropy.of(output.getLossFn(), output.getActivationFn());
    }

    @Override
    protected INDArray preOutput(boolean training, LayerWorkspaceMgr workspaceMgr) {
        prepare(training, workspaceMgr);
        INDArray z = units.forward(input, null, training, workspaceMgr);
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
                input,
                getParamWithNoise(SparseParamInitializer.VALUES, training, workspaceMgr),
                hasBias() ? getParamWithNoise(SparseParamInitializer.BIAS, training, workspaceMgr) : null);
    }

    /** The noise on the weights stays for the score; the network clears it. */
    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        if (labels == null) {
            throw new IllegalStateException("There are no labels for the backward pass of " + layerId() + ".");
        }
        if (!units.forwardKept()) {
            prepare(true, workspaceMgr);
            units.keepForward(input, null);
        }
        INDArray dz = lossGradient(workspaceMgr);
        Gradient all = units.backward(input, dz, gradientViews);
        INDArray dx = units.inputGradient(workspaceMgr);
        return new Pair<>(all, backpropDropOutIfPresent(dx));
    }

    private INDArray lossGradient(LayerWorkspaceMgr workspaceMgr) {
        INDArray z = units.preActivation(workspaceMgr);
        if (maskArray != null) {
            applyMask(z);
        } else if (crossEntropy != null && labels.equalShapes(z)) {
            lossOfPass = crossEntropy.gradient(labels, z);
            return z;
        }
        Pair<Double, INDArray> both = layerConf()
                .getLossFn()
                .computeGradientAndScore(labels, z, layerConf().getActivationFn(), maskArray, false);
        lossOfPass = both.getFirst();
        return both.getSecond();
    }

    @Override
    public double computeScore(double fullNetRegTerm, boolean training, LayerWorkspaceMgr workspaceMgr) {
        regularizationTerm = fullNetRegTerm;
        if (!training || lossOfPass == null) {
            return super.computeScore(fullNetRegTerm, training, workspaceMgr);
        }
        score = lossOfPass / (conf().isMiniBatch() ? getInputMiniBatchSize() : 1) + fullNetRegTerm;
        lossOfPass = null;
        return score;
    }

    @Override
    public void computeGradientAndScore(LayerWorkspaceMgr workspaceMgr) {
        if (input == null || labels == null) {
            return;
        }
        gradient = backpropGradient(null, workspaceMgr).getFirst();
        computeScore(regularizationTerm, true, workspaceMgr);
    }

    @Override
    protected INDArray getLabels2d(LayerWorkspaceMgr workspaceMgr, ArrayType arrayType) {
        return labels;
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

    private void forgetPass() {
        units.forgetForward();
        lossOfPass = null;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        super.setInput(input, workspaceMgr);
        forgetPass();
    }

    @Override
    public void setLabels(INDArray labels) {
        super.setLabels(labels);
        lossOfPass = null;
    }

    /** A graph sets the same mask once more between the backward pass and the score. */
    @Override
    @SuppressWarnings("ReferenceEquality") // another array may hold anything
    public void setMaskArray(INDArray maskArray) {
        if (maskArray != this.maskArray) {
            lossOfPass = null;
        }
        super.setMaskArray(maskArray);
    }

    @Override
    public void clear() {
        super.clear();
        forgetPass();
        regularizationTerm = 0;
    }
}
