package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.ReplayBuffer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Rehearsal, or experience replay: some examples of every task are kept, and as many of them as there are new ones are added to each
 * minibatch. Chaudhry et al., <i>On Tiny Episodic Memories in Continual Learning</i>, 2019; Vitter's reservoir.
 *
 * <p>Examples are offered to the buffer in the first epoch of their task. Since a minibatch has classes of several tasks,
 * all classes that were seen take part in the loss in the task-incremental scenario, and all outputs of the network in others.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Rehearsal implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final int capacity;

    private final ReplayBuffer.Policy policy;

    @JsonCreator
    Rehearsal(@JsonProperty("capacity") int capacity, @JsonProperty("policy") ReplayBuffer.Policy policy) {
        if (capacity < 1) {
            throw new DL4JInvalidConfigException("The number of examples (" + capacity + ") to keep must be positive.");
        }
        this.capacity = capacity;
        this.policy = policy;
    }

    /**
     * Each example that came has the same chance to be kept.
     *
     * @param examples how many are kept of all tasks together, at least 1
     * @return the strategy
     * @throws DL4JInvalidConfigException if the number is not positive
     */
    public static Rehearsal reservoir(int examples) {
        return new Rehearsal(examples, ReplayBuffer.Policy.RESERVOIR);
    }

    /**
     * As many examples of each class as can be.
     *
     * @param examples how many are kept of all tasks together, at least 1
     * @return the strategy
     * @throws DL4JInvalidConfigException if the number is not positive
     */
    public static Rehearsal classBalanced(int examples) {
        return new Rehearsal(examples, ReplayBuffer.Policy.CLASS_BALANCED);
    }

    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public Support supports(Scenario scenario) {
        return Support.suitable();
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        return other.ownsWeights() && !other.rehearses()
                ? Optional.of(
                        "the head of an earlier task is frozen, so that its examples teach nothing. Use one of them.")
                : Optional.empty();
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new Session(learning);
    }

    private final class Session implements StrategySession {

        private final Learning learning;
        private final ReplayBuffer buffer = new ReplayBuffer(capacity, policy);
        private boolean offering;
        private long batches;

        Session(Learning learning) {
            this.learning = learning;
        }

        @Override
        public Optional<LossScope> lossScope() {
            return Optional.of(learning.scenario() == Scenario.TASK_INCREMENTAL ? LossScope.SEEN : LossScope.ALL);
        }

        @Override
        public void beforeTask() {
            offering = true;
            batches = 0;
        }

        @Override
        public void afterEpoch(int epoch, boolean last) {
            offering = false;
        }

        @Override
        public DataSetIterator examples(DataSetIterator train) {
            return new ChangedExamples(train, this::with);
        }

        private DataSet with(DataSet batch) {
            DataSet mixed = batch;
            if (!learning.learned().isEmpty()) {
                DataSet old = buffer.sample(batch.numExamples(), learning.random("replay " + batches));
                mixed = DataSet.merge(List.of(batch, old));
            }
            if (offering) {
                buffer.offer(batch, learning.random("keep " + batches));
            }
            batches++;
            return mixed;
        }

        @Override
        public TaskMemory memory(int task) {
            return new TaskMemory(
                    0, 0, 0, 0, buffer.bytes() / Math.max(1, learning.learned().size()));
        }

        @Override
        public void writeState(DataOutputStream out) throws IOException {
            buffer.writeTo(out);
        }

        @Override
        public void readState(DataInputStream in) throws IOException {
            buffer.readFrom(in);
        }
    }
}
