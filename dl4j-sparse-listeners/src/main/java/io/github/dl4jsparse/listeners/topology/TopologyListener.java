package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a network sparse while it trains and changes its topology when the schedule says so. Built by {@link
 * DynamicSparseTraining}; works on any existing {@code MultiLayerNetwork} or {@code ComputationGraph}, over masked ordinary
 * layers and truly sparse ones alike.
 *
 * <p>In each iteration: the raw gradient of inactive positions is removed before the updater sees it, +0.0 is written to
 * them after it, then the topology changes if it is due. One listener belongs to one network. An update whose scores are
 * not finite is refused with a warning and leaves the topology as it is.
 *
 * <p>Masks belong to this listener, not to the network: {@code clone()}, {@code TransferLearning} and DL4J's {@code
 * ModelSerializer} do not know them, {@code SparseModels} does. A method that is attached to such a copy draws a topology
 * of its own, over weights most of which are zero. {@code net.setListeners} takes the listener off, and nothing keeps the
 * network sparse then: further listeners come by {@code net.addListeners}. Under {@code ParallelWrapper} the replicas share
 * their listeners, so that a topology
 * must not change there.
 */
public final class TopologyListener implements TrainingListener {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyListener.class);

    private final Composition parts;
    private final TrainingClock clock;
    private final ExploredPositions explored = new ExploredPositions();
    private NetworkView network;
    private List<SparseWeight> weights = List.of();
    private long seed;
    private long updates;
    private long refused;
    private boolean pending;
    private boolean discardGradient;
    private TopologyState restored;
    private boolean retired;

    TopologyListener(Composition parts) {
        this.parts = parts;
        this.clock = new TrainingClock(parts.horizon());
    }

    /**
     * The topology listener of a network.
     *
     * @param model a network
     * @return its listener, if one is attached
     */
    public static Optional<TopologyListener> of(Model model) {
        return NetworkView.of(model).listeners().stream()
                .filter(TopologyListener.class::isInstance)
                .map(TopologyListener.class::cast)
                .filter(listener -> listener.network != null && !listener.retired)
                .findFirst();
    }

    /**
     * Attaches to a network: checks everything, draws masks, puts them on, and becomes the first of the network's
     * listeners, so that checkpoints see each update. On a network that {@code SparseModels} has loaded, the run goes on
     * where it was saved.
     *
     * @param model an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @return this listener
     * @throws DL4JInvalidConfigException if the network and the method do not fit each other, or one of them is attached
     *     already; nothing has changed then
     */
    public TopologyListener attach(Model model) {
        NetworkView view = NetworkView.of(model);
        checkUnattached(view);
        List<TrainingListener> listeners = view.listeners();
        open(view);
        listeners.removeIf(l -> l == this || l instanceof TopologyListener other && other.retired);
        listeners.add(0, this);
        view.setListeners(listeners);
        return this;
    }

    private void checkUnattached(NetworkView view) {
        if (network != null) {
            throw new DL4JInvalidConfigException("This listener (" + parts.name()
                    + ") is attached to a network already. Build one for each network.");
        }
        of(view.model()).filter(other -> other.restored == null).ifPresent(other -> {
            throw new DL4JInvalidConfigException("The network has a topology listener (" + other.parts.name()
                    + ") already; another (" + parts.name() + ") would fight it. Build the network anew.");
        });
    }

    private void open(NetworkView view) {
        Optional<TopologyListener> before = of(view.model());
        seed = parts.seed() != null
                ? parts.seed()
                : view.layers().values().iterator().next().conf().getSeed();
        TopologyAttachment attachment = new TopologyAttachment(view, parts, seed);
        if (before.isPresent()) {
            resume(before.get(), attachment);
        } else {
            weights = attachment.open();
            explored.add(weights);
        }
        network = view;
        parts.all().forEach(part -> part.seed(seed));
        parts.all().forEach(part -> part.attached(view, weights));
        if (before.isEmpty()) {
            parts.all().forEach(part -> part.begin(weights));
        }
        before.ifPresent(saved -> saved.restored.parts().giveTo(parts.all()));
        if (parts.horizon() == null && !parts.isStatic()) {
            LOG.info(
                    "No horizon was given to ({}): the drop fraction stays constant and the topology changes to the end."
                            + " until(epochs(n)) says how long the training is.",
                    parts.name());
        }
    }

    private void resume(TopologyListener before, TopologyAttachment attachment) {
        TopologyState state = before.restored;
        if (!state.description().equals(parts.description()) || state.seed() != seed) {
            LOG.warn(
                    "The saved run was ({}) with seed ({}); it goes on as ({}) with seed ({}).",
                    state.description(),
                    state.seed(),
                    parts.description(),
                    seed);
        }
        weights = attachment.reopen(before.masks());
        explored.restore(before.explored.masks());
        clock.continueFrom(before.clock);
        updates = before.updates;
        // a method that reads no gradient has nothing to wait for: it changes the topology at the end of epochs
        pending = before.pending && (parts.needsGradient() || parts.needsActiveGradient()) && !parts.isStatic();
        before.retired = true;
    }

    private void attachLate(Model model) {
        if (network == null) {
            NetworkView view = NetworkView.of(model);
            checkUnattached(view);
            if (view.listeners().indexOf(this) > 0) {
                LOG.info(
                        "({}) is not the first of the network's listeners: a checkpoint made by an earlier one at the end of"
                                + " an epoch does not hold that epoch's topology update. attach(net) puts it first.",
                        parts.name());
            }
            open(view);
        }
        if (network.model() != model) {
            throw new DL4JException(
                    "The listener (" + parts.name() + ") belongs to one network and was called by another."
                            + " Maybe ParallelWrapper handed it to a replica? Train the replicas with a fixed topology.");
        }
    }

    @Override
    public void onEpochStart(Model model) {
        if (!retired) {
            attachLate(model);
            clock.epochStarts();
        }
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        beforeBackward(model);
        if (!retired && parts.needsActivations()) {
            List<String> names = new ArrayList<>(network.layers().keySet());
            Map<String, INDArray> byName = new LinkedHashMap<>();
            for (int i = 0; i < activations.size(); i++) {
                byName.put(i == 0 ? MethodPart.INPUT : names.get(i - 1), activations.get(i));
            }
            parts.all().forEach(part -> part.afterForward(byName));
        }
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        beforeBackward(model);
        if (!retired && parts.needsActivations()) {
            parts.all().forEach(part -> part.afterForward(activations));
        }
    }

    private void beforeBackward(Model model) {
        if (retired) {
            return;
        }
        discardGradient = network == null;
        attachLate(model);
        boolean update = pending || due(clock.afterThisStep());
        if (parts.needsGradient() && update || parts.needsEveryGradient()) {
            weights.forEach(SparseWeight::requestGradient);
        }
        if (parts.needsActiveGradient() && update || parts.needsEveryActiveGradient()) {
            weights.forEach(SparseWeight::requestActiveGradient);
        }
    }

    @Override
    public void onGradientCalculation(Model model) {
        if (retired) {
            return;
        }
        if (discardGradient) {
            network.gradients().assign(0);
            discardGradient = false;
        }
        weights.forEach(SparseWeight::afterGradient);
        parts.all().forEach(part -> part.afterGradient(weights));
    }

    @Override
    public void onBackwardPass(Model model) {
        // the raw gradient is read in onGradientCalculation
        if (!retired && (pending || due(clock.afterThisStep()))) {
            parts.all().forEach(part -> part.afterBackward(network));
        }
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (retired) {
            return;
        }
        attachLate(model);
        weights.forEach(SparseWeight::afterStep);
        clock.stepDone();
        TrainingMoment now = clock.now(false);
        parts.all().forEach(part -> part.afterStep(weights, now.step()));
        if (restored == null && (pending || due(now))) {
            pending = false;
            update(now);
        }
        weights.forEach(SparseWeight::releaseGradient);
    }

    @Override
    public void onEpochEnd(Model model) {
        if (retired) {
            return;
        }
        clock.epochDone();
        TrainingMoment now = clock.now(true);
        parts.all().forEach(part -> part.afterEpoch(now.epoch()));
        if (due(now)) {
            if (parts.needsGradient() || parts.needsActiveGradient()) {
                pending = true;
            } else {
                update(now);
            }
        }
    }

    /**
     * Whether the topology is due to change after the step that is being made; what changes at the end of an epoch is not
     * foreseen.
     *
     * @return to be asked between the forward pass and the end of a step
     */
    public boolean changesAfterThisStep() {
        return network != null && !retired && (pending || due(clock.afterThisStep()));
    }

    private boolean due(TrainingMoment moment) {
        return !(moment.progress() >= parts.schedule().end())
                && parts.schedule().due(moment);
    }

    private void update(TrainingMoment moment) {
        parts.all().forEach(part -> part.updateDue(moment));
        double progress = Double.isNaN(moment.progress())
                ? 0
                : Math.min(1, moment.progress() / parts.schedule().end());
        double fraction = parts.fraction().at(progress);
        try {
            TopologyPlan plan = TopologyPlan.of(parts, weights, updates, progress, fraction, seed, explored());
            List<TopologyUpdate.Change> changes = plan.apply();
            explored.add(weights);
            parts.observer().accept(new TopologyUpdate(updates, moment.step(), moment.epoch(), fraction, changes));
        } catch (NonFiniteScoreException e) {
            refused++;
            LOG.warn(
                    "The topology update ({}) after step ({}) is refused and the topology stays: {}",
                    updates,
                    moment.step(),
                    e.getMessage());
        }
        updates++;
    }

    /**
     * The weights whose topology this listener keeps, ordinary ones first.
     *
     * @return empty before attachment
     */
    public List<SparseWeight> weights() {
        return weights;
    }

    /**
     * The masks of the ordinary layers' arrays. The pattern of a truly sparse layer is a parameter of the layer.
     *
     * @return the present masks
     */
    public MaskSet masks() {
        Map<String, Mask> masks = new LinkedHashMap<>();
        for (SparseWeight weight : weights) {
            if (weight.active() instanceof Mask mask) {
                masks.put(weight.name(), mask);
            }
        }
        return new MaskSet(masks);
    }

    /**
     * The positions that were ever active since attachment. The density of the set is the in-time over-parameterisation rate
     * R_s (Liu et al., ICML 2021). Arrays of truly sparse layers are followed up to 2^27 positions, and beyond that up to 8
     * positions for each connection: a bit for each position would cost too much beside the connections.
     *
     * @return the union of all topologies so far
     */
    public MaskSet explored() {
        return explored.masks();
    }

    /**
     * The number of topology updates so far, refused ones included.
     *
     * @return a number
     */
    public long updates() {
        return updates;
    }

    /**
     * The number of topology updates that were refused because a score was not finite.
     *
     * @return a number
     */
    public long refusedUpdates() {
        return refused;
    }

    /**
     * The method and its parts, for logs.
     *
     * @return one line
     */
    public String description() {
        return restored != null ? restored.description() : parts.description();
    }

    /**
     * Writes what a run needs to go on exactly, besides the network itself.
     *
     * @param out where to
     * @param history whether to write the positions that were ever active too, which training needs and inference does
     *     not
     * @throws IOException if writing fails
     */
    public void writeState(DataOutput out, boolean history) throws IOException {
        MaskSet tried = history ? explored() : new MaskSet(Map.of());
        PartStates states = restored != null ? restored.parts() : PartStates.of(parts.all());
        new TopologyState(description(), seed, updates, pending, clock, masks(), tried, states).writeTo(out);
    }

    /**
     * Puts the topology of a saved run on a loaded network: the masks hold from now on, and the next method that is
     * attached continues the run.
     *
     * @param model the loaded network
     * @param in what {@link #writeState} has written
     * @param version of the file's form
     * @return the listener that holds the topology until then
     * @throws IOException if the bytes are damaged
     * @throws DL4JInvalidConfigException if the masks do not fit the network
     */
    public static TopologyListener restore(Model model, DataInput in, int version) throws IOException {
        TopologyState state = TopologyState.readFrom(in, version);
        TopologyListener listener =
                DynamicSparseTraining.fixed().seed(state.seed()).build();
        NetworkView view = NetworkView.of(model);
        listener.restored = state;
        listener.seed = state.seed();
        listener.updates = state.updates();
        listener.pending = state.pending();
        listener.clock.continueFrom(state.clock());
        listener.explored.restore(state.explored());
        listener.weights = new TopologyAttachment(view, listener.parts, state.seed()).reopen(state.masks());
        listener.explored.add(listener.weights);
        listener.network = view;
        List<TrainingListener> listeners = view.listeners();
        listeners.add(0, listener);
        view.setListeners(listeners);
        return listener;
    }

    @Override
    public String toString() {
        return "TopologyListener[" + description() + "]";
    }
}
