package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.layers.kernel.DetachedMemory;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Estimates anew what the batch normalisations of a network know of their inputs. */
public final class BatchNormStatistics {

    private BatchNormStatistics() {}

    /**
     * Writes the mean and variance over all examples to each batch normalisation, the first one first, since later
     * ones see what it gives: a pass over the data for each of them.
     *
     * @param model a network with one input; its statistics are changed, nothing else
     * @param data training examples; the iterator is reset before each pass
     * @throws DL4JInvalidConfigException if there are no examples
     */
    public static void estimate(Model model, DataSetIterator data) {
        NetworkView network = NetworkView.of(model);
        List<String> names = new ArrayList<>(network.layers().keySet());
        for (int i = 0; i < names.size(); i++) {
            Layer layer = network.layers().get(names.get(i));
            if (layer instanceof BatchNormalization) {
                String name = names.get(i);
                int index = i;
                DetachedMemory.within(() -> {
                    estimate(model, layer, name, index, data);
                    return null;
                });
            }
        }
    }

    private static void estimate(Model model, Layer layer, String name, int index, DataSetIterator data) {
        INDArray mean = layer.getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN);
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, mean.length());
        INDArray squares = Nd4j.zeros(DataType.DOUBLE, mean.length());
        long count = 0;
        data.reset();
        while (data.hasNext()) {
            DataSet batch = data.next();
            INDArray input = inputOf(model, name, index, batch.getFeatures()).castTo(DataType.DOUBLE);
            int channels = channelAxis(layer, input);
            int[] others = new int[input.rank() - 1];
            for (int axis = 0, next = 0; axis < input.rank(); axis++) {
                if (axis != channels) {
                    others[next++] = axis;
                }
            }
            sum.addi(input.sum(others));
            squares.addi(input.mul(input).sum(others));
            count += input.length() / mean.length();
        }
        if (count == 0) {
            throw new DL4JInvalidConfigException(
                    "There are no examples to estimate the statistics of batch normalisation (" + name + ") from.");
        }
        sum.divi(count);
        INDArray variance = Transforms.max(squares.divi(count).subi(sum.mul(sum)), 0.0);
        mean.assign(sum.reshape(mean.shape()));
        INDArray stored = layer.getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
        if (stored != null) {
            stored.assign(variance.reshape(mean.shape()));
        } else {
            INDArray deviation = Transforms.sqrt(variance.addi(((org.deeplearning4j.nn.conf.layers.BatchNormalization)
                            layer.conf().getLayer())
                    .getEps()));
            layer.getParam(BatchNormalizationParamInitializer.GLOBAL_LOG_STD)
                    .assign(Transforms.log(deviation, 10).reshape(mean.shape()));
        }
    }

    private static int channelAxis(Layer layer, INDArray input) {
        boolean last = layer.conf().getLayer() instanceof org.deeplearning4j.nn.conf.layers.BatchNormalization conf
                && input.rank() == 4
                && conf.getCnn2DFormat() == CNN2DFormat.NHWC;
        return last ? input.rank() - 1 : 1;
    }

    /** What the layer sees at inference. */
    private static INDArray inputOf(Model model, String name, int index, INDArray features) {
        if (model instanceof MultiLayerNetwork net) {
            INDArray before = index == 0
                    ? features
                    : net.feedForwardToLayer(index - 1, features, false).get(index);
            InputPreProcessor adapter = net.getLayerWiseConfigurations().getInputPreProcess(index);
            return adapter == null
                    ? before
                    : adapter.preProcess(before, (int) features.size(0), LayerWorkspaceMgr.noWorkspaces());
        }
        ComputationGraph graph = (ComputationGraph) model;
        INDArray before = graph.feedForward(features, false)
                .get(graph.getConfiguration().getVertexInputs().get(name).get(0));
        InputPreProcessor adapter =
                ((LayerVertex) graph.getConfiguration().getVertices().get(name)).getPreProcessor();
        return adapter == null
                ? before
                : adapter.preProcess(before, (int) features.size(0), LayerWorkspaceMgr.noWorkspaces());
    }
}
