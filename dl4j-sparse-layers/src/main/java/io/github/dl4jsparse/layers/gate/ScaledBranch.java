package io.github.dl4jsparse.layers.gate;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The run-time layer of {@link BranchScale}. */
final class ScaledBranch extends BaseLayer<BranchScale> {

    private static final long serialVersionUID = 1L;

    ScaledBranch(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    private double scale() {
        return getParam(BranchScale.SCALE).getDouble(0);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        return scale() == 0
                ? workspaceMgr.create(ArrayType.ACTIVATIONS, input.dataType(), input.shape(), input.ordering())
                : workspaceMgr.dup(ArrayType.ACTIVATIONS, input).muli(scale());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        INDArray view = gradientViews.get(BranchScale.SCALE);
        view.assign(epsilon.mul(input).sumNumber());
        Gradient gradient = new DefaultGradient(gradientsFlattened);
        gradient.setGradientFor(BranchScale.SCALE, view);
        return new Pair<>(
                gradient, workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon).muli(scale()));
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
