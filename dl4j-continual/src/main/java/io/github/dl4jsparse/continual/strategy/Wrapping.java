package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import java.util.function.BiFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Networks of a plain network's configuration in which some layers are others, with weights that are drawn anew. */
final class Wrapping {

    private Wrapping() {}

    /** Puts a reparameterization around all layers with weights, output layers too or not. */
    static Model around(Model plain, Reparameterization reparameterization, boolean output) {
        NetworkView view = NetworkView.of(plain);
        boolean[] any = new boolean[1];
        Model wrapped = drawn(plain, (name, layer) -> {
            if (WeightLayout.of(layer).isEmpty() || view.isOutput(name) && !output) {
                return layer;
            }
            any[0] = true;
            return ReparameterizedLayer.of(layer, reparameterization);
        });
        if (!any[0]) {
            throw new DL4JInvalidConfigException(
                    "The network has no hidden layer with weights that can be wrapped. Its layers" + " are "
                            + view.layers().keySet() + ".");
        }
        return wrapped;
    }

    /** The same network with other layers, all of them initialised. */
    static Model drawn(Model plain, BiFunction<String, Layer, Layer> replacement) {
        if (plain instanceof MultiLayerNetwork net) {
            MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
            int i = 0;
            for (String name : NetworkView.of(plain).layers().keySet()) {
                exchange(conf.getConf(i++), name, replacement);
            }
            conf.setIterationCount(0);
            conf.setEpochCount(0);
            MultiLayerNetwork drawn = new MultiLayerNetwork(conf);
            drawn.init();
            return drawn;
        }
        ComputationGraphConfiguration conf =
                ((ComputationGraph) plain).getConfiguration().clone();
        conf.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer) {
                exchange(layer.getLayerConf(), name, replacement);
            }
        });
        ComputationGraph drawn = new ComputationGraph(conf);
        drawn.init();
        return drawn;
    }

    private static void exchange(
            NeuralNetConfiguration conf, String name, BiFunction<String, Layer, Layer> replacement) {
        Layer other = replacement.apply(name, conf.getLayer());
        if (!other.equals(conf.getLayer())) {
            conf.setLayer(other);
            conf.clearVariables();
        }
    }
}
