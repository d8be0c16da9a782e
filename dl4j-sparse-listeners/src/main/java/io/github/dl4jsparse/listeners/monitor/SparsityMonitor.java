package io.github.dl4jsparse.listeners.monitor;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes a {@link SparsityReport} when training begins and at each topology update, keeps the latest ones and hands
 * them on. To be added after the method is attached:
 *
 * <pre>{@code
 * DynamicSparseTraining.rigl().sparsity(0.9).attach(net);
 * SparsityMonitor monitor = new SparsityMonitor();
 * net.addListeners(monitor);
 * net.fit(train, 10);
 * monitor.write(Path.of("sparsity.csv"));
 * }</pre>
 *
 * <p>A report costs one pass over the connections of the network. The gradient flow in it is that of the step before
 * the update, or, where updates come at the end of epochs, of the first step of the epoch; it is not known where the
 * method's listener comes after the monitor. A monitor belongs to one network; it reads and changes nothing.
 */
public final class SparsityMonitor extends BaseTrainingListener {

    private final Deque<SparsityReport> history = new ArrayDeque<>();
    private int everyUpdates = 1;
    private int everySteps;
    private int kept = 1000;
    private boolean gradientFlow = true;
    private List<InputType> inputs = List.of();
    private Consumer<SparsityReport> consumer = report -> {};
    private Model network;
    private ReportTaker taker;
    private long seenUpdates;
    private long steps;
    private boolean epochBegins;
    private boolean gradientRequested;
    private List<SparseWeight> asked = List.of();

    /** A monitor that reports each topology update and keeps the latest 1000 reports. */
    public SparsityMonitor() {}

    /**
     * Reports each n-th topology update only.
     *
     * @param n positive
     * @return this
     */
    public SparsityMonitor everyUpdates(int n) {
        everyUpdates = positive(n, "updates between two reports");
        return this;
    }

    /**
     * Reports after every n-th step too.
     *
     * @param n positive
     * @return this
     */
    public SparsityMonitor everySteps(int n) {
        everySteps = positive(n, "steps between two reports");
        return this;
    }

    /**
     * How many reports are kept.
     *
     * @param reports positive; the oldest one goes
     * @return this
     */
    public SparsityMonitor keep(int reports) {
        kept = positive(reports, "kept reports");
        return this;
    }

    /**
     * Whether gradient flow is measured.
     *
     * @param measured true by default
     * @return this
     */
    public SparsityMonitor gradientFlow(boolean measured) {
        gradientFlow = measured;
        return this;
    }

    /**
     * The types of the network's inputs, from which follow the theoretical costs of convolutions and recurrent layers.
     *
     * @param types one for each input
     * @return this
     */
    public SparsityMonitor inputs(InputType... types) {
        inputs = List.of(types);
        return this;
    }

    /**
     * Who is told each report.
     *
     * @param receiver called on the fitting thread
     * @return this
     */
    public SparsityMonitor to(Consumer<SparsityReport> receiver) {
        consumer = consumer.andThen(Objects.requireNonNull(receiver));
        return this;
    }

    private static int positive(int n, String what) {
        if (n <= 0) {
            throw new DL4JInvalidConfigException("The number (" + n + ") of " + what + " must be positive.");
        }
        return n;
    }

    /**
     * The latest reports.
     *
     * @return a copy, oldest first
     */
    public List<SparsityReport> history() {
        return List.copyOf(history);
    }

    /**
     * Writes the latest reports to a file, and makes the folders it lies in.
     *
     * @param file as JSON if its name ends with {@code .json}, else as CSV
     * @throws IOException if writing fails
     */
    public void write(Path file) throws IOException {
        ReportTable.write(history(), file);
    }

    @Override
    public void onEpochStart(Model model) {
        begin(model);
        epochBegins = true;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        beforeBackward(model);
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        beforeBackward(model);
    }

    private void begin(Model model) {
        if (taker == null) {
            taker = new ReportTaker(model, inputs);
            network = model;
            seenUpdates = updates();
            report();
        }
        if (network != model) {
            throw new DL4JInvalidConfigException("The monitor belongs to one network and was called by another."
                    + " Maybe ParallelWrapper handed it to a replica? Use a new one for each network.");
        }
    }

    private void beforeBackward(Model model) {
        begin(model);
        TopologyListener topology = TopologyListener.of(model).orElse(null);
        boolean regular = everySteps > 0 && (steps + 1) % everySteps == 0;
        boolean update = topology != null && topology.changesAfterThisStep();
        gradientRequested = gradientFlow && (epochBegins || regular || update) && isToldAfter(model, topology);
        epochBegins = false;
        asked = topology == null ? List.of() : topology.weights();
        if (gradientRequested) {
            asked.forEach(SparseWeight::requestActiveGradient);
        }
    }

    /** The gradients of connections stand when the topology's listener has been told of them. */
    private boolean isToldAfter(Model model, TopologyListener topology) {
        List<TrainingListener> listeners = NetworkView.of(model).listeners();
        return topology == null || listeners.indexOf(topology) < listeners.indexOf(this);
    }

    @Override
    public void onGradientCalculation(Model model) {
        if (gradientRequested) {
            taker.measureGradient(asked);
            gradientRequested = false;
        }
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        begin(model);
        steps++;
        if (!reportUpdate() && everySteps > 0 && steps % everySteps == 0) {
            report();
        }
    }

    @Override
    public void onEpochEnd(Model model) {
        reportUpdate();
    }

    private boolean reportUpdate() {
        long updates = updates();
        if (updates - seenUpdates < everyUpdates) {
            return false;
        }
        seenUpdates = updates;
        report();
        return true;
    }

    private long updates() {
        return TopologyListener.of(network).map(TopologyListener::updates).orElse(0L);
    }

    private void report() {
        SparsityReport report = taker.take();
        history.addLast(report);
        if (history.size() > kept) {
            history.removeFirst();
        }
        consumer.accept(report);
    }
}
