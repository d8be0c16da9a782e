package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.metrics.AccuracyMatrix;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.ParameterGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Learns one task after the other with one network.
 *
 * <pre>{@code
 * ContinualLearner learner = ContinualLearner.builder()
 *         .network(configuration)
 *         .strategy(PackNet.builder().build())
 *         .epochs(5).seed(7)
 *         .build();
 * AccuracyMatrix accuracies = learner.run(stream);
 * int[] classes = learner.predict(features, 0);
 * }</pre>
 *
 * A task is learnt whole or not at all: when learning fails or the thread is interrupted, the learner is again as it was before the
 * task. For each task the optimiser starts afresh, and so does its count of iterations. One thread at a time.
 */
public final class ContinualLearner {

    private final LearnerSettings settings;
    private final Learning learning;
    private final List<StrategySession> sessions;
    private final Answers answers;
    private final TaskTraining training;

    private ContinualLearner(
            LearnerSettings settings,
            Learning learning,
            List<StrategySession> sessions,
            List<ContinualListener> listeners) {
        this.settings = settings;
        this.learning = learning;
        this.sessions = sessions;
        LossScope scope = TaskTraining.lossScope(settings, sessions);
        this.answers = new Answers(learning, sessions, scope == LossScope.TASK);
        this.training = new TaskTraining(settings, learning, sessions, listeners, answers, scope);
    }

    /**
     * Builds a learner.
     *
     * @return a new builder
     */
    public static ContinualLearnerBuilder builder() {
        return new ContinualLearnerBuilder();
    }

    static ContinualLearner begin(
            LearnerSettings given,
            Model plain,
            List<ContinualListener> listeners,
            List<TrainingListener> trainingListeners) {
        StrategyCheck.check(given.strategies());
        Model trained = Copies.of(plain);
        for (ContinualStrategy strategy : given.strategies()) {
            trained = strategy.prepare(trained);
        }
        return open(given, trained, plain, listeners, trainingListeners);
    }

    static ContinualLearner open(
            LearnerSettings given,
            Model trained,
            Model plain,
            List<ContinualListener> listeners,
            List<TrainingListener> trainingListeners) {
        List<ContinualListener> told = List.copyOf(listeners);
        Scenario scenario = StrategyCheck.scenario(given);
        LearnerSettings settings = given.withScenario(scenario);
        Learning learning = new Learning(trained, plain, scenario, settings.seed(), settings.capacityPolicy(), told);
        if (settings.strategies().stream().anyMatch(ContinualStrategy::ownsWeights)) {
            ParameterGuard.checkConstraints(learning.plain());
        }
        checkNetwork(learning);
        List<StrategySession> sessions = new ArrayList<>();
        settings.strategies().forEach(strategy -> sessions.add(strategy.begin(learning)));
        boolean separated = sessions.stream().anyMatch(StrategySession::separatesTasks);
        boolean superposed =
                sessions.stream().anyMatch(session -> session.superposition().isPresent());
        StrategyCheck.checkInference(settings, separated, superposed, learning.head());
        List<TrainingListener> all = new ArrayList<>(learning.network().listeners());
        all.addAll(trainingListeners);
        learning.network().setListeners(all);
        return new ContinualLearner(settings, learning, List.copyOf(sessions), told);
    }

    private static void checkNetwork(Learning learning) {
        OutputHead.of(learning.plain());
        if (learning.plain().model() instanceof ComputationGraph graph && graph.getNumInputArrays() != 1) {
            throw new DL4JInvalidConfigException("The graph has (" + graph.getNumInputArrays() + ") inputs "
                    + graph.getConfiguration().getNetworkInputs() + ". A learner needs a graph with one input.");
        }
    }

    /**
     * Learns a new task.
     *
     * @param task the task
     * @return its summary
     * @throws IllegalArgumentException if the task has no example, numbers that are not finite, labels of other classes, or classes
     *     that the network has not; nothing has changed then
     * @throws IllegalStateException if its id was learnt before; nothing has changed then
     * @throws org.deeplearning4j.exception.DL4JException if the thread is interrupted; the learner is as it was before
     */
    public LearnedTask learn(Task task) {
        checkIdle();
        if (answers.tasks().contains(task.id())) {
            throw new IllegalStateException("Task (" + task.id() + ") was learnt before. The learnt tasks are "
                    + answers.tasks() + ". The same data may be learnt under a new id"
                    + (relearns() ? ", and relearn(task) puts a task in the place of an earlier one." : "."));
        }
        return training.learn(task);
    }

    /**
     * Learns a task once more, with these examples and classes, in the place of what is known of it. Other tasks are as before, bit
     * for bit.
     *
     * @param task a task that was learnt before, perhaps with other examples or other classes
     * @return its summary
     * @throws IllegalArgumentException as for {@link #learn}
     * @throws IllegalStateException if this task was not learnt before, or if later tasks build on it under the learner's strategy:
     *     only masks over weights that never change, {@code SupSup} and {@code PiggybackMasks}, can be found anew; nothing has
     *     changed then
     * @throws org.deeplearning4j.exception.DL4JException if the thread is interrupted; the learner is as it was before
     */
    public LearnedTask relearn(Task task) {
        checkIdle();
        if (!relearns()) {
            throw new IllegalStateException("Under (" + strategyName() + ") tasks build on each other, so that task ("
                    + task.id() + ") cannot be learnt again. Learn the examples as a new task.");
        }
        if (!answers.tasks().contains(task.id())) {
            throw new IllegalStateException("Task (" + task.id() + ") was not learnt yet. The learnt tasks are "
                    + answers.tasks() + ". Use learn(task).");
        }
        return training.learn(task);
    }

    private boolean relearns() {
        return sessions.stream().allMatch(StrategySession::relearns);
    }

    private void checkIdle() {
        if (learning.task() != null) {
            throw new IllegalStateException("The learner is learning " + learning.task()
                    + ", and can neither answer nor learn anything else meanwhile. Listeners may ask it in taskLearned"
                    + " or tasksMeasured.");
        }
    }

    /**
     * Learns all tasks of a stream, one after the other, and asks for every task after each of them.
     *
     * @param stream its tasks
     * @return the accuracies under the learner's scenario
     */
    public AccuracyMatrix run(TaskStream stream) {
        return study(stream).accuracies();
    }

    /**
     * As {@link #run}, with all that there is to measure.
     *
     * @param stream its tasks
     * @return accuracies with and without the task's id, accuracy of inference, memory, time
     */
    public ContinualResult study(TaskStream stream) {
        return new Study(this, stream).run();
    }

    /**
     * The classes of examples of a known task.
     *
     * @param features examples, as the network takes them
     * @param task the id of a task that was learnt
     * @return for each example one of the task's classes
     * @throws IllegalStateException if nothing was learnt yet
     * @throws IndexOutOfBoundsException if this task was not
     */
    public int[] predict(INDArray features, int task) {
        checkLearned();
        SortedSet<Integer> classes = answers.classes(task);
        return best(answers.logits(task, features), classes);
    }

    /**
     * The classes of examples of unknown tasks.
     *
     * @param features examples, as the network takes them; where each task has parameters of its own, groups of them as the task
     *     inference takes them to be of one task
     * @return for each example one of all classes that were learnt
     * @throws IllegalStateException if nothing was learnt yet, or the task must be known and there is no way to infer it
     */
    public int[] predict(INDArray features) {
        checkLearned();
        if (!answers.separated()) {
            return best(answers.logits(features), learning.seenClasses());
        }
        return predict(features, inferTasks(features));
    }

    /** The classes of examples whose tasks are given one by one. */
    int[] predict(INDArray features, int[] tasks) {
        int[] classes = new int[tasks.length];
        Rows.ofEqual(tasks, (from, to) -> {
            int[] some = predict(Rows.of(features, from, to), tasks[from]);
            System.arraycopy(some, 0, classes, from, some.length);
        });
        return classes;
    }

    /**
     * The tasks of examples.
     *
     * @param features examples
     * @return for each example the id of a task that was learnt
     * @throws IllegalStateException if nothing was learnt yet, or there is no way to infer tasks
     */
    public int[] inferTasks(INDArray features) {
        checkLearned();
        if (settings.inference() == null) {
            throw new IllegalStateException("Each task has parameters of its own under (" + strategyName()
                    + "), and there is no way to find out which. Use predict(features, task), or build the learner with"
                    + " taskInference(...).");
        }
        int count = Math.toIntExact(features.size(0));
        int[] tasks = new int[count];
        for (int from = 0; from < count; from += settings.inference().group()) {
            int to = Math.min(count, from + settings.inference().group());
            int task = settings.inference().infer(answers, Rows.of(features, from, to));
            Arrays.fill(tasks, from, to, task);
        }
        return tasks;
    }

    /**
     * The probabilities of a known task's classes.
     *
     * @param features examples
     * @param task the id of a task that was learnt
     * @return an example a row, a class of the task a column, ascending; softmax over these classes
     * @throws IllegalStateException if nothing was learnt yet
     * @throws IndexOutOfBoundsException if this task was not
     */
    public INDArray output(INDArray features, int task) {
        checkLearned();
        int[] columns =
                answers.classes(task).stream().mapToInt(Integer::intValue).toArray();
        return Transforms.softmax(answers.logits(task, features).getColumns(columns), false);
    }

    /**
     * The probabilities of all outputs where the task is not known: softmax over all classes that were learnt, or, where each task has
     * parameters of its own, over the classes of the task that is inferred.
     *
     * @param features examples
     * @return an example a row, an output of the network a column; 0 for outputs that are no possible answer
     * @throws IllegalStateException if nothing was learnt yet, or tasks have parameters of their own and there is no way to infer them
     */
    public INDArray output(INDArray features) {
        checkLearned();
        INDArray all = Nd4j.zeros(
                learning.plain().params().dataType(),
                features.size(0),
                OutputHead.of(learning.plain()).outputs());
        if (answers.separated()) {
            int[] tasks = inferTasks(features);
            Rows.ofEqual(tasks, (from, to) -> {
                INDArray logits = answers.logits(tasks[from], Rows.of(features, from, to));
                putProbabilities(all, from, logits, answers.classes(tasks[from]));
            });
        } else {
            putProbabilities(all, 0, answers.logits(features), learning.seenClasses());
        }
        return all;
    }

    private static void putProbabilities(INDArray all, int from, INDArray logits, SortedSet<Integer> classes) {
        int[] columns = classes.stream().mapToInt(Integer::intValue).toArray();
        INDArray some = Transforms.softmax(logits.getColumns(columns), false);
        for (int row = 0; row < some.size(0); row++) {
            for (int i = 0; i < columns.length; i++) {
                all.putScalar(from + row, columns[i], some.getDouble(row, i));
            }
        }
    }

    private void checkLearned() {
        checkIdle();
        if (learning.learned().isEmpty()) {
            throw new IllegalStateException("No task was learnt yet. Call learn(task) or run(stream) first.");
        }
    }

    /** Of equal logits the lowest class. */
    static int[] best(INDArray logits, SortedSet<Integer> classes) {
        int[] best = new int[Math.toIntExact(logits.size(0))];
        for (int row = 0; row < best.length; row++) {
            double most = Double.NEGATIVE_INFINITY;
            best[row] = classes.first();
            for (int candidate : classes) {
                double logit = logits.getDouble(row, candidate);
                if (logit > most) {
                    most = logit;
                    best[row] = candidate;
                }
            }
        }
        return best;
    }

    /**
     * The tasks that were learnt.
     *
     * @return in the order of learning
     */
    public List<LearnedTask> learned() {
        return List.copyOf(learning.learned());
    }

    /**
     * What is stored for a task besides the shared parameters.
     *
     * @param task the id of a task that was learnt
     * @return bytes by kind
     * @throws IndexOutOfBoundsException if this task was not learnt
     */
    public TaskMemory memory(int task) {
        answers.classes(task);
        TaskMemory means = new TaskMemory(0, 0, learning.classMeans().bytes(task), 0, 0);
        return sessions.stream().map(session -> session.memory(task)).reduce(means, TaskMemory::plus);
    }

    /**
     * How much of each weight array the learnt tasks have used together: the part that later ones cannot change.
     *
     * @return by the names of the arrays, {@code |A| / n} in [0, 1]; empty where no strategy gives tasks weights of their own
     */
    public Map<String, Double> capacity() {
        Map<String, Double> used = new LinkedHashMap<>();
        sessions.forEach(session -> used.putAll(session.capacity()));
        return Collections.unmodifiableMap(used);
    }

    /**
     * What the network is told when it is asked.
     *
     * @return the scenario
     */
    public Scenario scenario() {
        return learning.scenario();
    }

    /**
     * The network that is trained, with all that strategies have added to it.
     *
     * @return not to be changed; another one after a task for which the network has grown
     */
    public Model network() {
        return learning.network().model();
    }

    /**
     * Saves the learner: networks, settings, everything that strategies remember, and ND4J's random state of this thread.
     *
     * @param file where to; replaced whole or not at all
     * @throws IOException if writing fails
     */
    public void save(Path file) throws IOException {
        LearnerFile.write(file, settings, learning, sessions);
    }

    /**
     * Loads a learner, which answers as before and can go on to learn.
     *
     * @param file what {@link #save} has written
     * @param listeners are told of the progress from now on; those of the learner that was saved are not in the file
     * @return the learner
     * @throws IOException if the file cannot be read, is damaged, or was written by another version
     */
    public static ContinualLearner load(Path file, ContinualListener... listeners) throws IOException {
        return LearnerFile.read(file, List.of(listeners));
    }

    String strategyName() {
        return String.join(
                " + ",
                settings.strategies().stream().map(ContinualStrategy::name).toList());
    }

    Learning learning() {
        return learning;
    }

    List<StrategySession> sessions() {
        return sessions;
    }

    Answers answers() {
        return answers;
    }

    LearnerSettings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return "ContinualLearner[" + strategyName() + ", " + learning.scenario() + ", tasks " + answers.tasks() + "]";
    }
}
