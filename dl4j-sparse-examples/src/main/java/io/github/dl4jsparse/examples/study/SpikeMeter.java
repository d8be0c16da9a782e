package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Follows the loss over changes of the topology: the greatest loss in the steps after a change over the loss right before it.
 * For comparison the same in the middle between two changes, where there is none.
 */
final class SpikeMeter {

    private final MultiLayerNetwork network;
    private final TopologyListener topology;
    private final DataSet examples;
    private final int interval;
    private final int steps;
    private final List<Double> atChanges = new ArrayList<>();
    private final List<Double> between = new ArrayList<>();
    private List<Double> target = atChanges;
    private int sinceChange;
    private int left;
    private double before;
    private double greatest;

    private SpikeMeter(MultiLayerNetwork network, DataSet examples, int interval, int steps) {
        this.network = network;
        this.topology = TopologyListener.of(network).orElseThrow();
        this.examples = examples;
        this.interval = interval;
        this.steps = steps;
    }

    /**
     * Puts itself around the method's listener.
     *
     * @param interval steps between changes, more than twice {@code steps}
     * @param steps that are looked at
     */
    static SpikeMeter on(MultiLayerNetwork network, DataSet examples, int interval, int steps) {
        SpikeMeter meter = new SpikeMeter(network, examples, interval, steps);
        List<TrainingListener> listeners = new ArrayList<>(network.getListeners());
        listeners.add(0, atStepEnd(meter::beforeChange));
        listeners.add(atStepEnd(meter::afterStep));
        network.setListeners(listeners);
        return meter;
    }

    private void beforeChange() {
        sinceChange++;
        if (topology.changesAfterThisStep()) {
            begin(atChanges);
            sinceChange = 0;
        } else if (sinceChange == interval / 2 && topology.updates() > 0) {
            begin(between);
        }
    }

    private void begin(List<Double> list) {
        target = list;
        before = loss();
        greatest = 0;
        left = steps + 1;
    }

    /** The step that ends with the change does not count. */
    private void afterStep() {
        if (left > 0 && left-- <= steps) {
            greatest = Math.max(greatest, loss());
            if (left == 0) {
                target.add(greatest / before);
            }
        }
    }

    private double loss() {
        return network.score(examples, false);
    }

    private static BaseTrainingListener atStepEnd(Runnable action) {
        return new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                action.run();
            }
        };
    }

    /** Greatest loss over the loss before, for each change. */
    List<Double> atChanges() {
        return List.copyOf(atChanges);
    }

    /** The same, between two changes. */
    List<Double> between() {
        return List.copyOf(between);
    }
}
