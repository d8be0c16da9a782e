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
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Training on the examples of all tasks so far, all of which are kept: the ceiling to compare with. Joint training starts from the
 * first weights for each task, cumulative training goes on from the present ones.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Joint implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final boolean cumulative;

    @JsonCreator
    Joint(@JsonProperty("cumulative") boolean cumulative) {
        this.cumulative = cumulative;
    }

    /**
     * From the first weights, for each task.
     *
     * @return the strategy
     */
    public static Joint fromScratch() {
        return new Joint(false);
    }

    /**
     * From the present weights.
     *
     * @return the strategy
     */
    public static Joint cumulative() {
        return new Joint(true);
    }

    @Override
    public String name() {
        return cumulative ? "cumulative" : "joint";
    }

    @Override
    public Support supports(Scenario scenario) {
        return Support.suitable();
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        return other.ownsWeights()
                ? Optional.of("all weights are trained on all tasks. Use one of them.")
                : Optional.empty();
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new Session(learning);
    }

    private final class Session implements StrategySession {

        private final Learning learning;
        private final ReplayBuffer all = new ReplayBuffer(Integer.MAX_VALUE, ReplayBuffer.Policy.RESERVOIR);
        private final INDArray first;

        Session(Learning learning) {
            this.learning = learning;
            this.first = learning.network().params().dup();
        }

        @Override
        public Optional<LossScope> lossScope() {
            return Optional.of(learning.scenario() == Scenario.TASK_INCREMENTAL ? LossScope.SEEN : LossScope.ALL);
        }

        @Override
        public void beforeTask() {
            if (!cumulative) {
                learning.network().params().assign(first);
            }
        }

        @Override
        public DataSetIterator examples(DataSetIterator train) {
            train.reset();
            int size = train.batch();
            while (train.hasNext()) {
                all.offer(train.next(), learning.random("never drawn"));
            }
            return new MixedExamples(all, size, learning.random("order"));
        }

        @Override
        public TaskMemory memory(int task) {
            return new TaskMemory(
                    0, 0, 0, 0, all.bytes() / Math.max(1, learning.learned().size()));
        }

        @Override
        public void writeState(DataOutputStream out) throws IOException {
            Penalty.write(first, out);
            all.writeTo(out);
        }

        @Override
        public void readState(DataInputStream in) throws IOException {
            first.assign(Penalty.read(in));
            all.readFrom(in);
        }
    }
}
