package io.github.dl4jsparse.layers.sparse;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lets the first layer compute something else between the passes of a training step, and gives it its input back. */
final class OutputWithinStep extends BaseTrainingListener {

    private final INDArray other;

    OutputWithinStep(INDArray other) {
        this.other = other;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        SparseLstmCells layer = LstmNets.cells((MultiLayerNetwork) model);
        INDArray input = layer.input();
        layer.activate(other, false, LayerWorkspaceMgr.noWorkspaces());
        layer.setInput(input, LayerWorkspaceMgr.noWorkspaces());
    }
}
