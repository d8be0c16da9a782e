package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.AsyncShieldDataSetIterator;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Trains a learner's network on one task, phase by phase, with the sessions of its strategies. */
final class TaskTraining {

    private final LearnerSettings settings;
    private final Learning learning;
    private final List<StrategySession> sessions;
    private final List<ContinualListener> listeners;
    private final Answers answers;
    private final LossScope lossScope;

    TaskTraining(
            LearnerSettings settings,
            Learning learning,
            List<StrategySession> sessions,
            List<ContinualListener> listeners,
            Answers answers,
            LossScope lossScope) {
        this.settings = settings;
        this.learning = learning;
        this.sessions = sessions;
        this.listeners = listeners;
        this.answers = answers;
        this.lossScope = lossScope;
    }

    /** Whole or not at all. */
    LearnedTask learn(Task task) {
        OutputHead head = learning.head();
        TaskCheck.check(task, head);
        LearnerSnapshot before = new LearnerSnapshot(learning, sessions);
        try {
            return train(task);
        } catch (Throwable e) {
            String interruption = learning.interruption();
            before.restore();
            if (!interrupted(e)) {
                throw e;
            }
            Thread.currentThread().interrupt();
            throw new DL4JException(interruption, e);
        } finally {
            answers.overwritten();
        }
    }

    /** Whoever waits inside of an iterator is told by an exception, which takes the thread's flag away. */
    private static boolean interrupted(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .anyMatch(InterruptedException.class::isInstance);
    }

    private LearnedTask train(Task task) {
        long start = System.nanoTime();
        int number = learning.learned().size();
        listeners.forEach(listener -> listener.taskStarts(task, number));
        learning.guard().release();
        SortedSet<Integer> classes = scope(task);
        learning.begin(task, classes);
        if (classes.size() == 1 && learning.head().isSoftmaxWithCrossEntropy()) {
            learning.notice("Task (" + task.id() + ") learns nothing from its examples: a softmax over the one output "
                    + classes + " has no gradient. Use LossScope.ALL, with further outputs.");
        }
        sessions.forEach(StrategySession::beforeTask);
        DataSetIterator examples = examples(task);
        for (Phase phase : phases()) {
            if (sessions.stream().noneMatch(session -> session.skips(phase))) {
                train(task, phase, classes, examples);
            }
        }
        sessions.forEach(StrategySession::afterTask);
        learning.checkInterrupted();
        learning.guard().release();
        startAfresh(learning.network());
        LearnedTask learned = new LearnedTask(task.id(), task.classes(), (System.nanoTime() - start) / 1e9);
        learning.finish(learned);
        answers.overwritten();
        if (settings.inference() != null && settings.inference().needsClassMeans()) {
            learning.classMeans().keep(task.id(), task.train(), x -> answers.features(task.id(), x));
        }
        listeners.forEach(told -> told.taskLearned(learned));
        return learned;
    }

    /** The network is a new one when a session has replaced it after the phase before. */
    private void train(Task task, Phase phase, SortedSet<Integer> classes, DataSetIterator examples) {
        NetworkView network = learning.network();
        OutputHead head = learning.head();
        LearningRates rates = new LearningRates(network);
        LearnerListener listener = new LearnerListener(learning, sessions, head);
        List<TrainingListener> all = network.listeners();
        all.add(listener);
        network.setListeners(all);
        learning.enter(phase);
        listeners.forEach(told -> told.phaseStarts(task, phase));
        try {
            phase.learningRate().ifPresent(rates::set);
            startAfresh(network);
            head.listenTo(classes);
            sessions.forEach(StrategySession::beforePhase);
            for (int epoch = 0; epoch < phase.epochs(); epoch++) {
                fit(network, examples, task, phase, epoch);
            }
        } finally {
            head.listenToAll();
            rates.restore();
        }
        List<TrainingListener> after = network.listeners();
        after.remove(listener);
        network.setListeners(after);
        sessions.forEach(StrategySession::afterPhase);
    }

    private void fit(NetworkView network, DataSetIterator examples, Task task, Phase phase, int epoch) {
        network.fit(examples);
        boolean last = epoch == phase.epochs() - 1;
        sessions.forEach(session -> session.afterEpoch(epoch, last));
        double loss = network.model().score();
        listeners.forEach(told -> told.epochEnds(task, phase, epoch, loss));
    }

    private DataSetIterator examples(Task task) {
        DataSetIterator examples =
                settings.batchSize() == 0 ? serial(task.train()) : new Rebatched(task.train(), settings.batchSize());
        for (StrategySession session : sessions) {
            examples = session.examples(examples);
        }
        return examples;
    }

    /** A thread that reads ahead would still be reading when learning fails, and the iterator is used again. */
    private static DataSetIterator serial(DataSetIterator examples) {
        return examples.asyncSupported() ? new AsyncShieldDataSetIterator(examples) : examples;
    }

    /** The phases of the strategy that has the most to say: of one, usually. */
    private List<Phase> phases() {
        return sessions.stream()
                .map(session -> session.phases(settings.epochs()))
                .reduce((a, b) -> b.size() > a.size() ? b : a)
                .orElseThrow();
    }

    /** What was said, else what a strategy asks for, else what the scenario suggests. */
    static LossScope lossScope(LearnerSettings settings, List<StrategySession> sessions) {
        if (settings.lossScope() != null) {
            return settings.lossScope();
        }
        return sessions.stream()
                .map(StrategySession::lossScope)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(settings.scenario() == Scenario.TASK_INCREMENTAL ? LossScope.TASK : LossScope.ALL);
    }

    private SortedSet<Integer> scope(Task task) {
        return switch (lossScope) {
            case TASK -> task.classes();
            case SEEN -> learning.seenClassesWith(task);
            case ALL -> learning.head().allClasses();
        };
    }

    private static void startAfresh(NetworkView network) {
        network.renewUpdater();
        network.setIterationCount(0);
        network.setEpochCount(0);
    }
}
