package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.inference.Candidates;
import io.github.dl4jsparse.continual.inference.Superposition;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Answers with the plain network, into which the parameters of the task in question are written when they are not there yet. */
final class Answers implements Candidates {

    private static final int NOBODY = -2;
    private static final int TRAINED = -1;

    private final Learning learning;
    private final StrategySession separating;
    private final List<StrategySession> sessions;
    private final boolean ownOutputs;
    private int installed = NOBODY;

    Answers(Learning learning, List<StrategySession> sessions, boolean ownOutputs) {
        this.ownOutputs = ownOutputs;
        this.learning = learning;
        this.sessions = sessions;
        this.separating = sessions.stream()
                .filter(StrategySession::separatesTasks)
                .findFirst()
                .orElse(null);
    }

    /** Of the present plain network. */
    private OutputHead head() {
        return OutputHead.of(learning.plain());
    }

    boolean separated() {
        return separating != null;
    }

    @Override
    public void overwritten() {
        installed = NOBODY;
    }

    @Override
    public List<Integer> tasks() {
        return learning.learned().stream().map(LearnedTask::id).toList();
    }

    @Override
    public SortedSet<Integer> classes(int task) {
        return learning.learned().stream()
                .filter(learned -> learned.id() == task)
                .findFirst()
                .orElseThrow(() -> new IndexOutOfBoundsException(
                        "Task (" + task + ") was not learnt. The learnt tasks are " + tasks() + "."))
                .classes();
    }

    @Override
    public SortedSet<Integer> outputs(int task) {
        return ownOutputs ? classes(task) : head().allClasses();
    }

    @Override
    public INDArray logits(int task, INDArray features) {
        return scores(features).orElseGet(() -> {
            install(separated() ? task : TRAINED);
            return head().logits(learning.plain(), features);
        });
    }

    /** Logits of the network as it is now, without any task of its own, or scores of a strategy that answers itself. */
    INDArray logits(INDArray features) {
        return scores(features).orElseGet(() -> {
            install(TRAINED);
            return head().logits(learning.plain(), features);
        });
    }

    /** The plain network with the parameters of the network as it is now. */
    NetworkView copy() {
        install(TRAINED);
        long root = Nd4j.getRandom().rootState();
        long node = Nd4j.getRandom().nodeState();
        NetworkView copy = NetworkView.of(Copies.of(learning.plain().model()));
        Nd4j.getRandom().setStates(root, node); // a network that is made seeds it
        return copy;
    }

    private Optional<INDArray> scores(INDArray features) {
        for (StrategySession session : sessions) {
            Optional<INDArray> scores = session.scores(features, learning.plain());
            if (scores.isPresent()) {
                installed = NOBODY;
                return scores;
            }
        }
        return Optional.empty();
    }

    private void install(int wanted) {
        if (installed == wanted) {
            return;
        }
        installed = NOBODY;
        if (wanted == TRAINED) {
            Map<String, INDArray> trained = TaskParameters.arrays(learning.network());
            TaskParameters.arrays(learning.plain()).forEach((name, array) -> array.assign(trained.get(name)));
        } else {
            separating.install(wanted, learning.plain());
        }
        installed = wanted;
    }

    @Override
    public INDArray features(int task, INDArray examples) {
        install(separated() ? task : TRAINED);
        return head().inputs(learning.plain(), examples);
    }

    @Override
    public SortedMap<Integer, INDArray> classMeans(int task) {
        return learning.classMeans().of(task);
    }

    @Override
    public Optional<Superposition> superposition() {
        return separating == null ? Optional.empty() : separating.superposition();
    }

    @Override
    public NetworkView plain() {
        return learning.plain();
    }
}
