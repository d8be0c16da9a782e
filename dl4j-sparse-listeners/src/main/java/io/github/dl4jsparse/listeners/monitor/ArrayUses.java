package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * How often an example uses the weight arrays of each layer: the places of a convolution's output, or of a
 * deconvolution's input, the steps of a sequence, 1 otherwise. Looking a vector up is no multiplication: embeddings
 * have 0.
 *
 * @param before the type of each layer's input
 * @param after the type of each layer's output
 * @param steps of the sequence behind vectors, where there is one, for each layer
 */
record ArrayUses(Map<String, InputType> before, Map<String, InputType> after, Map<String, Double> steps) {

    /** Without types of the inputs only layers that see vectors are known. */
    static ArrayUses of(NetworkView network, List<InputType> inputs) {
        ArrayUses uses = new ArrayUses(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        if (!inputs.isEmpty() && network.model() instanceof MultiLayerNetwork net) {
            uses.add(
                    net.getLayerWiseConfigurations().clone(),
                    List.copyOf(network.layers().keySet()),
                    inputs.get(0));
        } else if (!inputs.isEmpty()) {
            // DL4J writes to the configuration that it asks
            uses.add(((ComputationGraph) network.model()).getConfiguration().clone(), inputs);
        }
        return uses;
    }

    private void add(MultiLayerConfiguration conf, List<String> names, InputType input) {
        List<InputType> types = conf.getLayerActivationTypes(input);
        double stepsBefore = 1;
        for (int i = 0; i < names.size(); i++) {
            InputType from = i == 0 ? input : types.get(i - 1);
            before.put(names.get(i), from);
            after.put(names.get(i), types.get(i));
            stepsBefore = stepsOf(names.get(i), from, stepsBefore, conf.getInputPreProcess(i) != null);
        }
    }

    private void add(ComputationGraphConfiguration conf, List<InputType> inputs) {
        after.putAll(conf.getLayerActivationTypes(true, false, inputs.toArray(InputType[]::new)));
        after.keySet().forEach(name -> {
            List<String> from = conf.getVertexInputs().get(name);
            if (from != null) {
                before.put(name, after.get(from.get(0)));
                boolean adapted =
                        conf.getVertices().get(name) instanceof LayerVertex layer && layer.getPreProcessor() != null;
                stepsOf(name, before.get(name), steps.getOrDefault(from.get(0), 1.0), adapted);
            }
        });
    }

    /** Vectors are those of a sequence if they were made of one by a preprocessor, not if a layer has summed it up. */
    private double stepsOf(String name, InputType from, double stepsBefore, boolean adapted) {
        double now = from instanceof InputType.InputTypeRecurrent sequence && sequence.getTimeSeriesLength() > 0
                ? sequence.getTimeSeriesLength()
                : stepsBefore;
        boolean summedUp = from instanceof InputType.InputTypeRecurrent
                && !(after.get(name) instanceof InputType.InputTypeRecurrent)
                && !adapted;
        steps.put(name, summedUp ? 1 : now);
        return steps.get(name);
    }

    double of(String name, Layer layer) {
        Layer inside = layer;
        while (true) {
            if (inside instanceof FrozenLayer frozen) {
                inside = frozen.getLayer();
            } else if (inside instanceof BaseWrapperLayer wrapper) {
                inside = wrapper.getUnderlying();
            } else if (inside instanceof Bidirectional both) {
                inside = both.getFwd();
            } else {
                break;
            }
        }
        if (inside instanceof EmbeddingLayer || inside instanceof EmbeddingSequenceLayer) {
            return 0;
        }
        boolean fromInput = inside instanceof Deconvolution2D
                || inside instanceof Deconvolution3D
                || before.get(name) instanceof InputType.InputTypeRecurrent && !(inside instanceof ConvolutionLayer);
        InputType type = (fromInput ? before : after).get(name);
        return type == null ? withoutType(inside) : places(type, steps.get(name));
    }

    private static double withoutType(Layer layer) {
        String kind = layer.getClass().getSimpleName();
        boolean vectors = kind.equals("DenseLayer")
                || kind.equals("OutputLayer")
                || kind.equals("SparseDenseLayer")
                || kind.equals("SparseOutputLayer");
        return vectors && !(layer instanceof ConvolutionLayer) ? 1 : Double.NaN;
    }

    private static double places(InputType type, double steps) {
        if (type instanceof InputType.InputTypeConvolutional image) {
            return (double) image.getHeight() * image.getWidth();
        }
        if (type instanceof InputType.InputTypeConvolutional3D volume) {
            return (double) volume.getDepth() * volume.getHeight() * volume.getWidth();
        }
        return type instanceof InputType.InputTypeRecurrent sequence && sequence.getTimeSeriesLength() > 0
                ? sequence.getTimeSeriesLength()
                : steps;
    }
}
