package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.layers.weight.NestedLayers;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.learning.config.IUpdater;

/** The updaters of a network's layers as they are configured, and another learning rate for a while. */
final class LearningRates {

    private record Own(BaseLayer layer, IUpdater weights, IUpdater biases) {}

    private final List<Own> own = new ArrayList<>();

    LearningRates(NetworkView network) {
        network.layers()
                .values()
                .forEach(layer -> NestedLayers.of(layer.conf().getLayer()).forEach(this::add));
    }

    private void add(Layer layer) {
        if (layer instanceof BaseLayer base && base.getIUpdater() != null) {
            own.add(new Own(base, base.getIUpdater(), base.getBiasUpdater()));
        }
    }

    /** The network's updater must be renewed afterwards. */
    void set(double rate) {
        own.forEach(kept -> {
            kept.layer().setIUpdater(at(rate, kept.weights()));
            kept.layer().setBiasUpdater(at(rate, kept.biases()));
        });
    }

    private static IUpdater at(double rate, IUpdater updater) {
        if (updater == null || !updater.hasLearningRate()) {
            return updater;
        }
        IUpdater changed = updater.clone();
        changed.setLrAndSchedule(rate, null);
        return changed;
    }

    void restore() {
        own.forEach(kept -> {
            kept.layer().setIUpdater(kept.weights());
            kept.layer().setBiasUpdater(kept.biases());
        });
    }
}
