package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Peepholes lie in an array of weights and belong to no mask, so that masks of tasks cannot keep them. */
final class Peepholes {

    private Peepholes() {}

    /** Refuses a network that has some, for a strategy whose masks are all that tasks keep of its weight arrays. */
    static void refuse(NetworkView network, String strategy) {
        network.layers().forEach((name, layer) -> {
            if (WeightLayout.of(layer.conf().getLayer()).stream().anyMatch(layout -> layout.peepholes() > 0)) {
                throw new DL4JInvalidConfigException("Layer (" + name + ") has peepholes, over which no mask can be"
                        + " put, so that the strategy (" + strategy + ") cannot keep them for learnt tasks. Use LSTM"
                        + " instead of GravesLSTM and GravesBidirectionalLSTM.");
            }
        });
    }
}
