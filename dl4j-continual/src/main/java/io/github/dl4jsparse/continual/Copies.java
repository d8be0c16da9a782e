package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Copies of networks. */
final class Copies {

    private Copies() {}

    /** A copy without listeners. */
    static Model of(Model net) {
        NetworkView.of(net);
        Model copy = net instanceof MultiLayerNetwork layered ? layered.clone() : ((ComputationGraph) net).clone();
        NetworkView.of(copy).setListeners(List.of());
        return copy;
    }
}
