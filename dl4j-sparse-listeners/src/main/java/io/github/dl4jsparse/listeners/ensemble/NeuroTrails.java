package io.github.dl4jsparse.listeners.ensemble;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * An ensemble in one graph: a trunk that all share and several heads, each with a loss of its own; the mean of the
 * heads' outputs is the ensemble's. With dynamic sparse training over all of it the heads take trails of their own.
 *
 * <pre>{@code
 * ComputationGraph net = new ComputationGraph(NeuroTrails.configuration(
 *         new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(1e-3)),
 *         InputType.feedForward(784), trunk, head, 3));
 * net.init();
 * DynamicSparseTraining.rigl().sparsity(0.9).attach(net);
 * net.fit(NeuroTrails.forEachHead(train, 3));
 * INDArray mean = NeuroTrails.output(net, test);
 * }</pre>
 */
public final class NeuroTrails {

    private NeuroTrails() {}

    /**
     * The configuration of the graph. Layers without a name are called {@code shared0}, {@code shared1} ...; those of
     * heads {@code head0-0}, {@code head0-1} ..., the number of the head first; the network's input is {@code input}.
     *
     * @param settings of the network
     * @param input the type of the input
     * @param trunk the layers that all heads share, at least one
     * @param head the layers of a head, the last one an output layer; each head has copies of them
     * @param heads how many, at least 2
     * @return the configuration, with the heads' outputs in their order
     * @throws DL4JInvalidConfigException if there are too few layers or heads
     */
    public static ComputationGraphConfiguration configuration(
            NeuralNetConfiguration.Builder settings, InputType input, List<Layer> trunk, List<Layer> head, int heads) {
        if (trunk.isEmpty() || head.isEmpty() || heads < 2) {
            throw new DL4JInvalidConfigException("A trunk of (" + trunk.size() + ") layers with (" + heads
                    + ") heads of (" + head.size() + ") layers is no ensemble: it takes a layer each, and two heads.");
        }
        ComputationGraphConfiguration.GraphBuilder graph =
                settings.graphBuilder().addInputs("input");
        String trunkEnd = "input";
        for (int i = 0; i < trunk.size(); i++) {
            Layer layer = trunk.get(i).clone();
            String name = layer.getLayerName() == null ? "shared" + i : layer.getLayerName();
            graph.addLayer(name, layer, trunkEnd);
            trunkEnd = name;
        }
        String[] outputs = new String[heads];
        for (int h = 0; h < heads; h++) {
            outputs[h] = trunkEnd;
            for (int i = 0; i < head.size(); i++) {
                Layer layer = head.get(i).clone();
                String name = "head" + h + "-" + i;
                layer.setLayerName(name);
                graph.addLayer(name, layer, outputs[h]);
                outputs[h] = name;
            }
        }
        return graph.setOutputs(outputs).setInputTypes(input).build();
    }

    /**
     * Data in which every head has the same labels.
     *
     * @param data features and labels
     * @param heads how many heads there are
     * @return the same examples, in the same batches
     */
    public static MultiDataSetIterator forEachHead(DataSetIterator data, int heads) {
        MultiDataSetIterator repeated = new MultiDataSetIteratorAdapter(data);
        repeated.setPreProcessor(batch -> repeat(batch, heads));
        return repeated;
    }

    private static void repeat(MultiDataSet batch, int heads) {
        INDArray labels = batch.getLabels(0);
        INDArray[] all = new INDArray[heads];
        Arrays.fill(all, labels);
        batch.setLabels(all);
        if (batch.getLabelsMaskArrays() != null) {
            INDArray[] masks = new INDArray[heads];
            Arrays.fill(masks, batch.getLabelsMaskArray(0));
            batch.setLabelsMaskArray(masks);
        }
    }

    /**
     * The mean of the heads' outputs.
     *
     * @param network the graph
     * @param input a batch
     * @return a new array
     */
    public static INDArray output(ComputationGraph network, INDArray input) {
        INDArray[] outputs = network.output(input);
        INDArray mean = outputs[0].dup();
        for (int h = 1; h < outputs.length; h++) {
            mean.addi(outputs[h]);
        }
        return mean.divi(outputs.length);
    }
}
