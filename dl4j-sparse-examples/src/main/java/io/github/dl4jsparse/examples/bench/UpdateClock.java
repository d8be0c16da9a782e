package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.listeners.monitor.SparsityMonitor;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Times updates of the topology: what a listener does at the end of a step in which the method rewires. */
final class UpdateClock {

    private final List<Double> millis = new ArrayList<>();
    private long start;
    private boolean updated;

    void attach(MultiLayerNetwork network, DynamicSparseTraining method) {
        TopologyListener topology = method.onUpdate(update -> updated = true).attach(network);
        // all at once: attaching puts the method's listener in front of those that are there
        network.setListeners(atStepEnd(() -> start = System.nanoTime()), topology, atStepEnd(this::stop));
    }

    /** Times the monitor instead, which comes after the method. */
    void attach(MultiLayerNetwork network, DynamicSparseTraining method, SparsityMonitor monitor) {
        TopologyListener topology = method.onUpdate(update -> updated = true).attach(network);
        network.setListeners(topology, atStepEnd(() -> start = System.nanoTime()), monitor, atStepEnd(this::stop));
    }

    private void stop() {
        if (updated) {
            millis.add((System.nanoTime() - start) / 1e6);
            updated = false;
        }
    }

    private static BaseTrainingListener atStepEnd(Runnable action) {
        return new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                action.run();
            }
        };
    }

    List<Double> millis() {
        return millis;
    }
}
