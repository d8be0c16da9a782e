package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The examples of a step, as the network has them after its backward pass. They are not copied and hold until the end
 * of the step. A mask of inputs that a preprocessor of the first layer changes is not known any more, and left out.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Minibatch(INDArray[] inputs, INDArray[] labels, INDArray[] inputMasks, INDArray[] labelMasks) {

    static Minibatch of(NetworkView network) {
        if (network.model() instanceof MultiLayerNetwork layered) {
            Layer first = layered.getLayer(0);
            boolean changed = layered.getLayerWiseConfigurations().getInputPreProcess(0) != null;
            return new Minibatch(
                    new INDArray[] {layered.getInput()},
                    new INDArray[] {layered.getLabels()},
                    new INDArray[] {changed ? null : first.getMaskArray()},
                    new INDArray[] {layered.getOutputLayer().getMaskArray()});
        }
        ComputationGraph graph = (ComputationGraph) network.model();
        INDArray[] labels = new INDArray[graph.getNumOutputArrays()];
        Arrays.setAll(labels, i -> ((IOutputLayer) graph.getOutputLayer(i)).getLabels());
        return new Minibatch(graph.getInputs().clone(), labels, graph.getInputMaskArrays(), graph.getLabelMaskArrays());
    }

    /** Computes the gradient of these examples in a copy of the network that has double precision. */
    void computeGradient(Model copy) {
        if (copy instanceof MultiLayerNetwork layered) {
            layered.setInput(exact(inputs[0]));
            layered.setLabels(exact(labels[0]));
            layered.setLayerMaskArrays(exact(inputMasks[0]), exact(labelMasks[0]));
            layered.computeGradientAndScore();
        } else {
            ComputationGraph graph = (ComputationGraph) copy;
            graph.setInputs(exact(inputs));
            graph.setLabels(exact(labels));
            graph.setLayerMaskArrays(exact(inputMasks), exact(labelMasks));
            graph.computeGradientAndScore();
        }
    }

    private static INDArray[] exact(INDArray... arrays) {
        return arrays == null
                ? null
                : Arrays.stream(arrays).map(Minibatch::exact).toArray(INDArray[]::new);
    }

    private static INDArray exact(INDArray array) {
        return array == null || !array.dataType().isFPType() ? array : array.castTo(DataType.DOUBLE);
    }
}
