package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.sparse.NetworkLimits;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A new network of a network's configuration, in which some layers are others: all parameters zero, no updater, no
 * listeners, the counts of iterations and epochs kept. ND4J's random generator is not touched.
 */
final class NetworkCopy {

    private NetworkCopy() {}

    static Model of(NetworkParts network, Map<String, Layer> replacements) {
        return of(network, replacements, true);
    }

    /** The same, in which only those layers are frozen whose new configuration says so. */
    static Model thawed(NetworkParts network, Map<String, Layer> replacements) {
        return of(network, replacements, false);
    }

    private static Model of(NetworkParts network, Map<String, Layer> replacements, boolean stayFrozen) {
        return network.model() instanceof MultiLayerNetwork net
                ? layered(net, List.copyOf(network.parts().keySet()), replacements, stayFrozen)
                : graph((ComputationGraph) network.model(), network.layers(), replacements, stayFrozen);
    }

    private static MultiLayerNetwork layered(
            MultiLayerNetwork net, List<String> names, Map<String, Layer> replacements, boolean stayFrozen) {
        MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
        for (int i = 0; i < names.size(); i++) {
            exchange(conf.getConf(i), replacements.get(names.get(i)));
        }
        NetworkLimits.check(conf);
        MultiLayerNetwork copy = withZeros(conf);
        for (int i = 0; stayFrozen && i < names.size(); i++) {
            if (net.getLayer(i) instanceof FrozenLayer && !(copy.getLayer(i) instanceof FrozenLayer)) {
                copy.getLayers()[i] = new FrozenLayer(copy.getLayer(i));
            }
        }
        return copy;
    }

    /** A new network of a configuration, which becomes its own, with all parameters zero. */
    static MultiLayerNetwork withZeros(MultiLayerConfiguration conf) {
        long length = 0;
        for (NeuralNetConfiguration layer : conf.getConfs()) {
            layer.getLayer().setDataType(conf.getDataType());
            length += layer.getLayer().initializer().numParams(layer);
        }
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init(zeros(conf.getDataType(), length), false);
        return net;
    }

    private static ComputationGraph graph(
            ComputationGraph net, List<Part> layers, Map<String, Layer> replacements, boolean stayFrozen) {
        ComputationGraphConfiguration conf = net.getConfiguration().clone();
        // DL4J's clone leaves them out
        conf.setIterationCount(net.getIterationCount());
        conf.setEpochCount(net.getConfiguration().getEpochCount());
        long[] length = {0};
        conf.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer) {
                exchange(layer.getLayerConf(), replacements.get(name));
            }
            vertex.setDataType(conf.getDataType());
            length[0] += vertex.numParams(true);
        });
        NetworkLimits.check(conf);
        ComputationGraph copy = new ComputationGraph(conf);
        copy.init(zeros(conf.getDataType(), length[0]), false);
        for (Part layer : layers) {
            String name = layer.name();
            if (stayFrozen
                    && net.getLayer(name) instanceof FrozenLayer
                    && !(copy.getLayer(name) instanceof FrozenLayer)) {
                copy.getVertex(name).setLayerAsFrozen();
            }
        }
        return copy;
    }

    /** Without parameters there is nothing to keep from being drawn. */
    private static INDArray zeros(DataType type, long length) {
        return length == 0 ? null : Nd4j.create(type, 1, length);
    }

    private static void exchange(NeuralNetConfiguration conf, Layer replacement) {
        if (replacement != null) {
            conf.setLayer(replacement);
            conf.clearVariables();
        }
        SharedParts.replace(conf.getLayer());
    }
}
