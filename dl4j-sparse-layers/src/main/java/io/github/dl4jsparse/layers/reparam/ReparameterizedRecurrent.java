package io.github.dl4jsparse.layers.reparam;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The face of a reparameterised layer with memory from step to step. */
final class ReparameterizedRecurrent extends ReparameterizedRuntime implements RecurrentLayer {

    ReparameterizedRecurrent(Layer inner, NeuralNetConfiguration conf) {
        super(inner, conf);
    }

    private RecurrentLayer recurrent() {
        return (RecurrentLayer) underlying;
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        refresh(false, input);
        return recurrent().rnnTimeStep(input, workspaceMgr);
    }

    @Override
    public Map<String, INDArray> rnnGetPreviousState() {
        return recurrent().rnnGetPreviousState();
    }

    @Override
    public void rnnSetPreviousState(Map<String, INDArray> stateMap) {
        recurrent().rnnSetPreviousState(stateMap);
    }

    @Override
    public void rnnClearPreviousState() {
        recurrent().rnnClearPreviousState();
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeLastForTBPTT, LayerWorkspaceMgr workspaceMgr) {
        refresh(training, input);
        return recurrent().rnnActivateUsingStoredState(input, training, storeLastForTBPTT, workspaceMgr);
    }

    @Override
    public Map<String, INDArray> rnnGetTBPTTState() {
        return recurrent().rnnGetTBPTTState();
    }

    @Override
    public void rnnSetTBPTTState(Map<String, INDArray> state) {
        recurrent().rnnSetTBPTTState(state);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(
            INDArray epsilon, int tbpttBackLength, LayerWorkspaceMgr workspaceMgr) {
        ensureForward();
        return withOwnGradients(recurrent().tbpttBackpropGradient(epsilon, tbpttBackLength, workspaceMgr));
    }
}
