package io.github.dl4jsparse.listeners.average;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Averages the weights over the steps of a training once its validation loss has stalled, as the non-monotonically
 * triggered ASGD of language models does, for networks whose topology changes: every connection has a step count of
 * its own. It averages from the step on in which it was grown, and a connection that is dropped is forgotten.
 *
 * <p>The loss is asked at the end of each epoch of {@code fit(iterator)}. With patience n, averaging begins when it
 * exceeds the best of all earlier losses but the last n. From then on, after every step, {@code ax <- ax + mu (w -
 * ax)} with {@code mu = 1 / (step - 1)} from a weight's third step on, before that 1. Training goes on with the
 * weights themselves; {@link #withAverages} evaluates the averages. Liu et al., <i>Selfish Sparse RNN Training</i>,
 * ICML 2021, SNT-ASGD. Its learning rate and updater (plain SGD) are the user's to configure.
 *
 * <p>Without a topology listener all weights have one step count. Parameters that no updater changes, such as running
 * means of batch normalisation, are not averaged. Add it after the topology is attached:
 *
 * <pre>{@code
 * DynamicSparseTraining.selfishRnn().sparsity(0.67).until(epochs(100)).attach(net);
 * NonMonotoneAveraging averages = new NonMonotoneAveraging(new ValidationLoss(validation));
 * net.addListeners(averages);
 * net.fit(train, 100);
 * double loss = averages.withAverages(() -> net.score(test));
 * }</pre>
 *
 * To continue a saved run, keep {@link #state} beside the network, {@code SparseModels.save(net, file, true,
 * Map.of("averages", averages.state()))}, and hand {@code SparseModels.entry(file, "averages")} to {@link #restore}
 * after the method is attached again.
 */
public final class NonMonotoneAveraging extends BaseTrainingListener {

    private static final int PATIENCE = 5;

    private final ToDoubleFunction<? super Model> loss;
    private final NonMonotoneTrigger trigger;
    private Model network;
    private DenseAverage dense;
    private List<ConnectionAverage> sparse = List.of();
    private boolean swapped;

    /**
     * With a patience of 5 epochs.
     *
     * @param validationLoss of the network, asked at the end of an epoch; must leave it as it is
     */
    public NonMonotoneAveraging(ToDoubleFunction<? super Model> validationLoss) {
        this(validationLoss, PATIENCE);
    }

    /**
     * With a patience of your own.
     *
     * @param validationLoss of the network, asked at the end of an epoch; must leave it as it is
     * @param patience how many of the latest losses the present one is not compared with, 0 or more
     * @throws DL4JInvalidConfigException if it is negative
     */
    public NonMonotoneAveraging(ToDoubleFunction<? super Model> validationLoss, int patience) {
        if (patience < 0) {
            throw new DL4JInvalidConfigException("The patience (" + patience + ") must not be negative.");
        }
        loss = Objects.requireNonNull(validationLoss);
        trigger = new NonMonotoneTrigger(patience);
    }

    /**
     * Whether averaging has begun.
     *
     * @return false until the validation loss stalls
     */
    public boolean isAveraging() {
        return dense != null;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        checkModel(model);
        if (swapped) {
            throw new DL4JException(
                    "The network cannot be trained while it has its averages. Train it outside of" + " withAverages.");
        }
        if (isAveraging()) {
            dense.step();
            sparse.forEach(ConnectionAverage::step);
        }
    }

    @Override
    public void onEpochEnd(Model model) {
        checkModel(model);
        if (!isAveraging() && trigger.fires(loss.applyAsDouble(model))) {
            begin();
        }
    }

    private void checkModel(Model model) {
        if (network == null) {
            network = model;
        }
        if (network != model) {
            throw new DL4JException("The averages belong to one network, and their listener was called by another."
                    + " Maybe ParallelWrapper handed it to a replica?");
        }
    }

    private void begin() {
        NetworkView view = NetworkView.of(network);
        List<SparseWeight> weights =
                TopologyListener.of(network).map(TopologyListener::weights).orElse(List.of());
        dense = new DenseAverage(view, weights);
        sparse = new ArrayList<>();
        weights.forEach(weight -> sparse.add(new ConnectionAverage(weight)));
    }

    /**
     * Gives the network its averages for the time of an evaluation, and its own weights again afterwards, bit for
     * bit. Before averaging has begun, and until the first step after that, the network is evaluated as it is.
     *
     * @param <T> the type of the result
     * @param evaluation of the network; must not train it
     * @return what the evaluation returns
     */
    public <T> T withAverages(Supplier<T> evaluation) {
        boolean exchange = isAveraging() && dense.hasSteps() && !swapped;
        if (exchange) {
            sparse.forEach(ConnectionAverage::follow);
            swap();
        }
        try {
            return evaluation.get();
        } finally {
            if (exchange) {
                swap();
            }
        }
    }

    private void swap() {
        swapped = !swapped;
        dense.swap();
        sparse.forEach(ConnectionAverage::swap);
    }

    /**
     * What a saved run must know, to be kept beside the network.
     *
     * @return the losses so far, and the averages with their step counts
     */
    public byte[] state() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            trigger.writeTo(out);
            out.writeBoolean(isAveraging());
            if (isAveraging()) {
                dense.writeTo(out);
                for (ConnectionAverage weight : sparse) {
                    weight.writeTo(out);
                }
            }
        } catch (IOException e) {
            throw new DL4JException("The averages could not be written to memory.", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Continues a saved run. The topology listener, if the run has one, must be attached already.
     *
     * @param model the loaded network
     * @param state what {@link #state} has returned
     * @throws DL4JInvalidConfigException if the state does not fit the network
     */
    public void restore(Model model, byte[] state) {
        checkModel(model);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            trigger.readFrom(in);
            if (in.readBoolean()) {
                begin();
                dense.readFrom(in);
                for (ConnectionAverage weight : sparse) {
                    weight.readFrom(in);
                }
            }
        } catch (IOException e) {
            throw new DL4JInvalidConfigException("The saved averages do not fit the network: " + e.getMessage(), e);
        }
    }
}
