package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dynamic sparse training of one task after the other. Between tasks the network holds all weights: those of learnt tasks, and the
 * first values of the others. While a task is trained it holds the task's topology alone.
 */
final class ContinualDstSession extends MaskedSession {

    private final ContinualDst settings;
    private final SharedWeights weights;
    private INDArray stored;
    private TopologyListener topology;

    ContinualDstSession(ContinualDst settings, Learning learning) {
        super(learning, TaskParameters.besideHiddenWeights(learning.plain()).names(), head(learning));
        this.settings = settings;
        Peepholes.refuse(learning.plain(), settings.name());
        this.weights = new SharedWeights(learning.network());
        if (weights.sites().isEmpty()) {
            throw new DL4JInvalidConfigException("The strategy (" + settings.name()
                    + ") puts masks over the weights of hidden layers, and the network has none that can be masked.");
        }
    }

    private Mask used(String name) {
        return tasks.masks().union(name, weights.dims(name));
    }

    @Override
    public void beforeTask() {
        super.beforeTask();
        weights.sites().keySet().forEach(name -> {
            if (used(name).sparsity() == 0) {
                learning.capacityExhausted(name);
            }
        });
    }

    @Override
    public void beforePhase() {
        stored = learning.network().params().dup();
        topology = settings.method()
                .until(Horizon.epochs(learning.phase().epochs()))
                .seed(learning.random("topology").nextLong())
                .onUpdate(update -> keepEarlierTasks())
                .attach(learning.network().model());
        keepEarlierTasks();
    }

    /** After each change of the topology: connections that earlier tasks use have their values, and are frozen at them. */
    private void keepEarlierTasks() {
        FlatArray numbers = weights.numbers();
        FlatArray values = FlatArray.of(stored);
        MaskSet present = topology.masks();
        learning.guard().release();
        weights.sites().forEach((name, site) -> {
            Mask used = used(name);
            used.and(present.get(name)).forEach(p -> numbers.set(site.index(p), values.get(site.index(p))));
            learning.guard().freeze(site, used);
        });
    }

    @Override
    public void afterPhase() {
        List<TrainingListener> listeners = learning.network().listeners();
        listeners.remove(topology);
        learning.network().setListeners(listeners);
        weights.restoreInactive(topology.masks(), stored);
        stored = null;
    }

    @Override
    public void afterTask() {
        tasks.keep(topology.masks());
        topology = null;
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        super.readState(in);
        stored = null;
        topology = null;
    }
}
