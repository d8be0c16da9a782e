package io.github.dl4jsparse.layers.reparam;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The face of a reparameterised layer with memory inside of a layer without, such as {@code LastTimeStep}. Without it a network
 * would take a step for a whole sequence, and forget what was before.
 */
final class ReparameterizedAroundMemory extends ReparameterizedRuntime implements RecurrentLayer {

    private final RecurrentLayer memory;
    private final boolean givesLastStep;

    ReparameterizedAroundMemory(Layer inner, RecurrentLayer memory, NeuralNetConfiguration conf) {
        super(inner, conf);
        this.memory = memory;
        boolean last = false;
        for (Layer inside = inner; inside != memory; inside = ((BaseWrapperLayer) inside).getUnderlying()) {
            last |= inside instanceof LastTimeStepLayer;
        }
        this.givesLastStep = last;
    }

    /** The layer with memory inside of others, or null. */
    static RecurrentLayer memoryOf(Layer layer) {
        Layer inside = layer;
        while (inside instanceof BaseWrapperLayer wrapper && !(inside instanceof RecurrentLayer)) {
            inside = wrapper.getUnderlying();
        }
        return inside instanceof RecurrentLayer recurrent ? recurrent : null;
    }

    /** As DL4J does for a bare layer, past masks; and the last step, where that is wanted, which it forgets. */
    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaceMgr) {
        refresh(false, input);
        INDArray all = memory.rnnTimeStep(input, workspaceMgr);
        return givesLastStep ? lastStep(all, workspaceMgr) : all;
    }

    private INDArray lastStep(INDArray all, LayerWorkspaceMgr workspaceMgr) {
        boolean timeLast = TimeSeriesUtils.getFormatFromRnnLayer(memory.conf().getLayer()) == RNNFormat.NCW;
        int time = timeLast ? 2 : 1;
        return workspaceMgr.dup(
                ArrayType.ACTIVATIONS, all.tensorAlongDimension(all.size(time) - 1, 0, timeLast ? 1 : 2));
    }

    @Override
    public Map<String, INDArray> rnnGetPreviousState() {
        return memory.rnnGetPreviousState();
    }

    @Override
    public void rnnSetPreviousState(Map<String, INDArray> stateMap) {
        memory.rnnSetPreviousState(stateMap);
    }

    @Override
    public void rnnClearPreviousState() {
        memory.rnnClearPreviousState();
    }

    /** Layers around look at all of their input: a segment is a sequence of its own. */
    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeLastForTBPTT, LayerWorkspaceMgr workspaceMgr) {
        return activate(input, training, workspaceMgr);
    }

    @Override
    public Map<String, INDArray> rnnGetTBPTTState() {
        return memory.rnnGetTBPTTState();
    }

    @Override
    public void rnnSetTBPTTState(Map<String, INDArray> state) {
        memory.rnnSetTBPTTState(state);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(
            INDArray epsilon, int tbpttBackLength, LayerWorkspaceMgr workspaceMgr) {
        return backpropGradient(epsilon, workspaceMgr);
    }
}
