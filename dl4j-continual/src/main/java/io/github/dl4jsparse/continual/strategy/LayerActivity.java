package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.store.LayerPasses;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Means over examples of the magnitudes of what goes into layers and comes out of them; channels come before positions. */
final class LayerActivity {

    private final Map<String, INDArray> inputs = new LinkedHashMap<>();
    private final Map<String, INDArray> outputs = new LinkedHashMap<>();

    /** Of the first examples. */
    static LayerActivity of(NetworkView network, DataSetIterator examples, int most) {
        LayerActivity activity = new LayerActivity();
        examples.reset();
        int seen = 0;
        while (examples.hasNext() && seen < most) {
            DataSet batch = examples.next();
            activity.add(network, batch.getFeatures());
            seen += batch.numExamples();
        }
        examples.reset();
        activity.inputs.values().forEach(array -> array.divi(activity.examples));
        activity.outputs.values().forEach(array -> array.divi(activity.examples));
        return activity;
    }

    private long examples;

    private void add(NetworkView network, INDArray features) {
        examples += features.size(0);
        LayerPasses.of(network, features).forEach((name, pass) -> {
            Layer layer = network.layers().get(name).conf().getLayer();
            inputs.merge(name, sum(layer, pass.input()), INDArray::addi);
            outputs.merge(name, sum(layer, pass.output()), INDArray::addi);
        });
    }

    private static INDArray sum(Layer layer, INDArray array) {
        boolean channelsLast = layer instanceof ConvolutionLayer convolution
                && array.rank() == 4
                && convolution.getCnn2dDataFormat() == CNN2DFormat.NHWC;
        INDArray ordered = channelsLast ? array.permute(0, 3, 1, 2) : array;
        return Transforms.abs(ordered, true).sum(0).detach();
    }

    INDArray input(String layer) {
        return inputs.get(layer);
    }

    INDArray output(String layer) {
        return outputs.get(layer);
    }
}
