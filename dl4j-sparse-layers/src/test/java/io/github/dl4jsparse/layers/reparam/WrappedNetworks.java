package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** The tiny networks of each kind of layer, with all layers wrapped. */
final class WrappedNetworks {

    private WrappedNetworks() {}

    private static NeuralNetConfiguration.Builder builder(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        return settings.apply(new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.FLOAT)
                .activation(Activation.TANH));
    }

    static Layer wrap(Layer layer, Reparameterization reparameterization) {
        return ReparameterizedLayer.of(layer, reparameterization);
    }

    static MultiLayerNetwork layered(
            LayerKind kind, Reparameterization with, UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        NeuralNetConfiguration.ListBuilder list = builder(settings).list();
        layers(kind).forEach(layer -> list.layer(wrap(layer, with)));
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(kind.data().type()).build());
        network.init();
        return network;
    }

    static ComputationGraph graph(
            LayerKind kind, Reparameterization with, UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        ComputationGraphConfiguration.GraphBuilder graph =
                builder(settings).graphBuilder().addInputs("in");
        String before = "in";
        for (Layer layer : layers(kind)) {
            graph.addLayer(layer.getLayerName(), wrap(layer, with), before);
            before = layer.getLayerName();
        }
        ComputationGraph network = new ComputationGraph(
                graph.setOutputs("out").setInputTypes(kind.data().type()).build());
        network.init();
        return network;
    }

    private static List<Layer> layers(LayerKind kind) {
        return TinyNetworks.layers(kind, false);
    }
}
