package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.store.ClassMeans;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A learner as it is before a task, to go back to when learning fails. */
final class LearnerSnapshot {

    private final Learning learning;
    private final List<StrategySession> sessions;
    private final Model trained;
    private final Model plain;
    private final INDArray params;
    private final INDArray optimizer;
    private final int iterations;
    private final int epochs;
    private final List<TrainingListener> listeners;
    private final List<LearnedTask> learned;
    private final ClassMeans means;
    private final List<byte[]> states = new ArrayList<>();
    private final long randomRoot;
    private final long randomNode;

    LearnerSnapshot(Learning learning, List<StrategySession> sessions) {
        NetworkView network = learning.network();
        INDArray state = network.updater().getStateViewArray();
        this.learning = learning;
        this.sessions = sessions;
        this.trained = network.model();
        this.plain = learning.plain().model();
        this.params = network.params().dup();
        this.optimizer = state == null ? null : state.dup();
        this.iterations = network.iterationCount();
        this.epochs = network.epochCount();
        this.listeners = network.listeners();
        this.learned = List.copyOf(learning.learned());
        this.means = learning.classMeans().copy();
        this.randomRoot = Nd4j.getRandom().rootState();
        this.randomNode = Nd4j.getRandom().nodeState();
        sessions.forEach(session -> states.add(write(session)));
    }

    static byte[] write(StrategySession session) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            session.writeState(out);
        } catch (IOException e) {
            throw new UncheckedIOException("The state of (" + session + ") cannot be written.", e);
        }
        return bytes.toByteArray();
    }

    static void read(StrategySession session, byte[] state) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            session.readState(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The state of (" + session + ") cannot be read.", e);
        }
    }

    void restore() {
        learning.replaceNetworks(trained, plain);
        NetworkView network = learning.network();
        network.setListeners(listeners);
        network.params().assign(params);
        network.renewUpdater();
        if (optimizer != null) {
            network.updater().getStateViewArray().assign(optimizer);
        }
        network.setIterationCount(iterations);
        network.setEpochCount(epochs);
        learning.guard().release();
        learning.restore(learned, means);
        for (int i = 0; i < states.size(); i++) {
            read(sessions.get(i), states.get(i));
        }
        Nd4j.getRandom().setStates(randomRoot, randomNode);
    }
}
