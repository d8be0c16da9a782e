package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tasks that are a mask over shared weights each, with a loss over their own outputs. Some parameters start afresh with each task. */
abstract class MaskedSession implements StrategySession {

    private static final int BEFORE = -1;

    final Learning learning;
    final MaskedTasks tasks;
    private final TaskParameters first;

    /** With the names of the arrays of which each task has its own, and the parameters that start afresh. */
    MaskedSession(Learning learning, Set<String> own, TaskParameters first) {
        this.learning = learning;
        this.tasks = new MaskedTasks(learning, own);
        this.first = first;
        first.keep(BEFORE, learning.network());
    }

    /** The output layer. */
    static TaskParameters head(Learning learning) {
        return TaskParameters.ofLayer(learning.plain(), learning.head().name());
    }

    @Override
    public Optional<LossScope> lossScope() {
        return Optional.of(LossScope.TASK);
    }

    @Override
    public boolean separatesTasks() {
        return true;
    }

    @Override
    public void beforeTask() {
        first.install(BEFORE, learning.network());
    }

    @Override
    public void install(int task, NetworkView plain) {
        tasks.install(task, plain);
    }

    @Override
    public Map<String, Double> capacity() {
        return tasks.capacity();
    }

    @Override
    public TaskMemory memory(int task) {
        return tasks.memory(task);
    }

    @Override
    public void writeState(DataOutputStream out) throws IOException {
        tasks.writeState(out);
        first.writeTo(out);
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        tasks.readState(in);
        first.readFrom(in);
    }
}
