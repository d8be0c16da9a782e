package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that is a chain of dense layers, unit by unit. Weight layer l lies between unit layers l and l + 1; unit layer 0 are the
 * inputs, the last one the outputs.
 */
final class DenseChain {

    private static final Set<Class<?>> ALLOWED =
            Set.of(DenseLayer.class, OutputLayer.class, ActivationLayer.class, DropoutLayer.class);

    private record Weights(
            String layer, long start, long byInput, long byOutput, long biases, int inputs, int outputs) {}

    private final NetworkView network;
    private final List<Weights> layers = new ArrayList<>();

    private DenseChain(NetworkView network) {
        this.network = network;
        long before = network.params().offset();
        network.layers().forEach((name, layer) -> {
            check(name, layer.conf().getLayer());
            INDArray weights = layer.getParam("W");
            if (weights != null) {
                INDArray biases = layer.getParam("b");
                layers.add(new Weights(
                        name,
                        weights.offset() - before,
                        weights.stride(0),
                        weights.stride(1),
                        biases == null ? -1 : biases.offset() - before,
                        Math.toIntExact(weights.size(0)),
                        Math.toIntExact(weights.size(1))));
            }
        });
        LayerChain.check(
                network,
                "a network that grows must be one. Use a chain, or a strategy that leaves the layers their sizes");
        if (layers.size() < 2) {
            throw new DL4JInvalidConfigException("The network has no hidden layer, so that there is nothing that could"
                    + " grow. Put a DenseLayer before the output layer.");
        }
    }

    private static void check(String name, org.deeplearning4j.nn.conf.layers.Layer layer) {
        boolean normalized = layer instanceof DenseLayer dense && dense.hasLayerNorm();
        if (!ALLOWED.contains(layer.getClass()) || normalized) {
            throw new DL4JInvalidConfigException("Layer (" + name + ") is a ("
                    + layer.getClass().getSimpleName() + (normalized ? ") with layer normalisation" : ")")
                    + ", and a network that grows may consist of DenseLayer, OutputLayer, ActivationLayer and"
                    + " DropoutLayer alone. Use such a network, or a strategy that leaves the layers their sizes.");
        }
    }

    /** Refuses a network that is anything else. */
    static DenseChain of(NetworkView network) {
        return new DenseChain(network);
    }

    /** The number of weight layers, at least 2. */
    int size() {
        return layers.size();
    }

    /** The number of hidden unit layers; they are numbered from 1. */
    int hidden() {
        return layers.size() - 1;
    }

    String name(int layer) {
        return layers.get(layer).layer();
    }

    /** The number of units of a unit layer. */
    int width(int unitLayer) {
        return unitLayer == 0
                ? layers.get(0).inputs()
                : layers.get(unitLayer - 1).outputs();
    }

    /** Of all unit layers. */
    int[] widths() {
        int[] widths = new int[layers.size() + 1];
        for (int l = 0; l < widths.length; l++) {
            widths[l] = width(l);
        }
        return widths;
    }

    /** The index of a weight in the network's flat vectors. */
    long index(int layer, int input, int output) {
        Weights weights = layers.get(layer);
        return weights.start() + input * weights.byInput() + output * weights.byOutput();
    }

    /** The index of the bias of a unit that a weight layer leads to; -1 if it has none. */
    long biasIndex(int layer, int output) {
        long biases = layers.get(layer).biases();
        return biases < 0 ? -1 : biases + output;
    }

    /** The network's parameters, or others in the same places. */
    FlatArray numbers() {
        return FlatArray.of(network.params());
    }

    /**
     * A new network of the same configuration with other units in its hidden layers: for each hidden layer and new unit the unit that it
     * is a copy of, with all its weights, or -1 for one whose weights and bias are 0.
     */
    Model rearranged(List<int[]> sources) {
        int[] widths = widths();
        for (int h = 1; h <= hidden(); h++) {
            widths[h] = sources.get(h - 1).length;
        }
        long length = 0;
        for (int l = 0; l < size(); l++) {
            length += (long) widths[l] * widths[l + 1] + (layers.get(l).biases() < 0 ? 0 : widths[l + 1]);
        }
        Model model = resized(widths, Nd4j.create(network.params().dataType(), 1, length));
        DenseChain to = of(NetworkView.of(model));
        FlatArray from = numbers();
        FlatArray into = to.numbers();
        for (int l = 0; l < size(); l++) {
            for (int out = 0; out < widths[l + 1]; out++) {
                int unit = source(sources, l + 1, out);
                if (unit >= 0 && biasIndex(l, unit) >= 0) {
                    into.set(to.biasIndex(l, out), from.get(biasIndex(l, unit)));
                }
                for (int in = 0; in < widths[l] && unit >= 0; in++) {
                    int before = source(sources, l, in);
                    if (before >= 0) {
                        into.set(to.index(l, in, out), from.get(index(l, before, unit)));
                    }
                }
            }
        }
        return model;
    }

    private int source(List<int[]> sources, int unitLayer, int unit) {
        return unitLayer == 0 || unitLayer == size() ? unit : sources.get(unitLayer - 1)[unit];
    }

    private Model resized(int[] widths, INDArray parameters) {
        if (network.model() instanceof MultiLayerNetwork net) {
            MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
            List<String> names = List.copyOf(network.layers().keySet());
            for (int i = 0; i < names.size(); i++) {
                resize(names.get(i), conf.getConf(i).getLayer(), widths);
            }
            MultiLayerNetwork next = new MultiLayerNetwork(conf);
            next.init(parameters, false);
            return next;
        }
        ComputationGraphConfiguration conf =
                ((ComputationGraph) network.model()).getConfiguration().clone();
        for (Map.Entry<String, org.deeplearning4j.nn.conf.graph.GraphVertex> vertex :
                conf.getVertices().entrySet()) {
            LayerVertex layer = (LayerVertex) vertex.getValue();
            resize(vertex.getKey(), layer.getLayerConf().getLayer(), widths);
        }
        ComputationGraph next = new ComputationGraph(conf);
        next.init(parameters, false);
        return next;
    }

    private void resize(String name, org.deeplearning4j.nn.conf.layers.Layer layer, int[] widths) {
        for (int l = 0; l < size(); l++) {
            if (name(l).equals(name) && layer instanceof FeedForwardLayer feedForward) {
                feedForward.setNIn(widths[l]);
                feedForward.setNOut(widths[l + 1]);
            }
        }
    }
}
