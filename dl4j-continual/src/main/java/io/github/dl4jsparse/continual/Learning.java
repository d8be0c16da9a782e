package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.store.ClassMeans;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.ParameterGuard;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;

/** What the sessions of a learner work with: its networks, the task at hand, the tasks before it, the guard, random numbers. */
public final class Learning {

    private NetworkView network;
    private NetworkView plain;
    private final Scenario scenario;
    private final long seed;
    private final CapacityPolicy capacityPolicy;
    private final List<ContinualListener> listeners;
    private ParameterGuard guard;
    private final List<LearnedTask> learned = new ArrayList<>();
    private final ClassMeans classMeans = new ClassMeans();
    private Task task;
    private Phase phase;
    private SortedSet<Integer> lossOutputs = new TreeSet<>();

    Learning(
            Model network,
            Model plain,
            Scenario scenario,
            long seed,
            CapacityPolicy capacityPolicy,
            List<ContinualListener> listeners) {
        this.network = NetworkView.of(network);
        this.plain = NetworkView.of(plain);
        this.scenario = scenario;
        this.seed = seed;
        this.capacityPolicy = capacityPolicy;
        this.listeners = listeners;
        this.guard = new ParameterGuard(this.network);
    }

    /**
     * The network that is trained.
     *
     * @return the same for the learner's whole life, unless a strategy {@linkplain #replaceNetworks replaces} it
     */
    public NetworkView network() {
        return network;
    }

    /**
     * A network of the user's configuration, which answers: sessions write a task's parameters into it.
     *
     * @return another network than {@link #network}
     */
    public NetworkView plain() {
        return plain;
    }

    /**
     * Puts other networks in the place of both, such as wider ones: between two phases, and by a strategy beside which there is no
     * other, for sessions remember where parameters are. The listeners move over, and nothing is frozen any more. When learning the
     * task fails, the networks from before it come back.
     *
     * @param trained the network to train from now on, initialised
     * @param answering the network that answers from now on, of the same configuration as far as users see it
     */
    public void replaceNetworks(Model trained, Model answering) {
        if (trained != network.model()) {
            NetworkView next = NetworkView.of(trained);
            next.setListeners(network.listeners());
            network = next;
            guard = new ParameterGuard(next);
        }
        plain = NetworkView.of(answering);
    }

    /**
     * The output layer of the network that is trained.
     *
     * @return a new view
     */
    public OutputHead head() {
        return OutputHead.of(network);
    }

    /**
     * Does something while the outputs that take part in the present task's loss are those that did in training, after its phases.
     *
     * @param <T> what it gives
     * @param work what to do
     * @return what it has given
     */
    public <T> T withLoss(Supplier<T> work) {
        OutputHead head = head();
        head.listenTo(lossOutputs);
        try {
            return work.get();
        } finally {
            head.listenToAll();
        }
    }

    /**
     * What the network will be told when it is asked.
     *
     * @return the learner's scenario
     */
    public Scenario scenario() {
        return scenario;
    }

    /**
     * The learner's seed.
     *
     * @return any number
     */
    public long seed() {
        return seed;
    }

    /**
     * Random numbers for one purpose in the present task: always the same ones.
     *
     * @param purpose what is drawn
     * @return a new stream
     */
    public RandomStream random(String purpose) {
        return RandomStream.of(seed, purpose, task == null ? -1 : task.id());
    }

    /**
     * The task that is learnt.
     *
     * @return never null while a task is learnt
     */
    public Task task() {
        return task;
    }

    /**
     * The present part of the training.
     *
     * @return null before the first phase of a task
     */
    public Phase phase() {
        return phase;
    }

    /**
     * The tasks that were learnt before.
     *
     * @return in the order of learning
     */
    public List<LearnedTask> learned() {
        return Collections.unmodifiableList(learned);
    }

    /**
     * The classes of all tasks that were learnt, and of the present one.
     *
     * @return ascending
     */
    public SortedSet<Integer> seenClasses() {
        SortedSet<Integer> seen = new TreeSet<>();
        learned.forEach(earlier -> seen.addAll(earlier.classes()));
        if (task != null) {
            seen.addAll(task.classes());
        }
        return seen;
    }

    SortedSet<Integer> seenClassesWith(Task next) {
        SortedSet<Integer> seen = seenClasses();
        seen.addAll(next.classes());
        return seen;
    }

    /**
     * What keeps the parameters of earlier tasks. Everything is free at the start of each task.
     *
     * @return the guard of the present {@link #network}
     */
    public ParameterGuard guard() {
        return guard;
    }

    /**
     * The number of examples in the present minibatch: gradients are sums over it.
     *
     * @return at least 1
     */
    public int examples() {
        return network.model().batchSize();
    }

    /**
     * Tells that the present task finds no free connection in an array, and ends the task if the learner's policy says so.
     *
     * @param array the name of the weight array
     * @throws DL4JInvalidConfigException under {@link CapacityPolicy#FAIL}
     */
    public void capacityExhausted(String array) {
        listeners.forEach(listener -> listener.capacityExhausted(task, array));
        if (capacityPolicy == CapacityPolicy.FAIL) {
            throw new DL4JInvalidConfigException("Task (" + task.id() + ") finds no free connection in (" + array
                    + "). Give earlier tasks fewer connections, use a wider layer, or CapacityPolicy.HEAD_ONLY.");
        }
    }

    /**
     * Tells the learner's listeners something.
     *
     * @param message one sentence
     */
    public void notice(String message) {
        listeners.forEach(listener -> listener.notice(message));
    }

    ClassMeans classMeans() {
        return classMeans;
    }

    /**
     * Ends the task if the thread is interrupted; for long work of strategies beside the training steps, which are looked after.
     *
     * @throws DL4JException if it is; the learner is as it was before the task then
     */
    public void checkInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new DL4JException(interruption());
        }
    }

    String interruption() {
        return "Learning " + task + " was interrupted. The learner is as it was before this task.";
    }

    void measured(int count, List<Double> accuracies) {
        List<Double> all = List.copyOf(accuracies);
        listeners.forEach(listener -> listener.tasksMeasured(count, all));
    }

    void begin(Task next, SortedSet<Integer> outputs) {
        task = next;
        lossOutputs = outputs;
        phase = null;
    }

    void enter(Phase next) {
        phase = next;
    }

    /** At the place of the task if it is learnt anew. */
    void finish(LearnedTask finished) {
        int place = learned.stream().map(LearnedTask::id).toList().indexOf(finished.id());
        if (place < 0) {
            learned.add(finished);
        } else {
            learned.set(place, finished);
        }
        task = null;
        phase = null;
    }

    void restore(List<LearnedTask> before, ClassMeans means) {
        learned.clear();
        learned.addAll(before);
        classMeans.assign(means);
        task = null;
        phase = null;
    }
}
