package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.Selection;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * PackNet: a task trains all free weights of the hidden layers, is pruned by magnitude layer by layer, is trained again with what is
 * left, and its weights are frozen; what was pruned, now 0, is free for the next task. Task t computes with the weights of tasks 0 to
 * t. Mallya and Lazebnik, <i>PackNet: Adding Multiple Tasks to a Single Network by Iterative Pruning</i>, CVPR 2018.
 *
 * <p>Of the n weights of a task in an array, {@code round(p n)} are freed: the smallest magnitudes, ties by position. The free
 * share of an array is the product of its tasks' p, after k equal ones {@code p^k}. The output of a learnt task never changes by a
 * bit; layers with peepholes are refused.
 *
 * <p>Departures: exactly {@code round(p n)} weights are freed where the authors' code frees all ties too; each task has biases and
 * normalisations of its own where the paper trains them with the first task only; the optimiser starts afresh for each phase;
 * the last task is pruned as all others, since a learner does not know that it is the last, where the authors leave it whole: a ratio
 * of 0 for it does that.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class PackNet implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final List<Double> pruneRatios;

    private final int retrainEpochs;

    private final Double retrainLearningRate;

    @JsonCreator
    PackNet(
            @JsonProperty("pruneRatios") List<Double> pruneRatios,
            @JsonProperty("retrainEpochs") int retrainEpochs,
            @JsonProperty("retrainLearningRate") Double retrainLearningRate) {
        this.pruneRatios = List.copyOf(pruneRatios);
        this.retrainEpochs = retrainEpochs;
        this.retrainLearningRate = retrainLearningRate;
    }

    /**
     * Builds the strategy.
     *
     * @return a new builder with the authors' values
     */
    public static PackNetBuilder builder() {
        return new PackNetBuilder();
    }

    @Override
    public String name() {
        return "packnet";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.TASK_INCREMENTAL
                ? Support.suitable()
                : Support.impossible(
                        "each task has a subnetwork of its own. Add taskInference(...) to find out which, or use"
                                + " the scenario TASK_INCREMENTAL.");
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new Session(learning);
    }

    private double ratio(int number) {
        return pruneRatios.get(Math.min(number, pruneRatios.size() - 1));
    }

    private final class Session implements StrategySession {

        private static final int BEFORE = -1;

        private final Learning learning;
        private final SharedWeights weights;
        private final TaskParameters heads;
        private final TaskParameters own;
        /** For each position 0 if it is free, else 1 and the number of the task that it belongs to. */
        private final Map<String, short[]> owners = new LinkedHashMap<>();

        Session(Learning learning) {
            this.learning = learning;
            Peepholes.refuse(learning.plain(), name());
            this.weights = new SharedWeights(learning.network());
            if (weights.sites().isEmpty()) {
                throw new DL4JInvalidConfigException(
                        "PackNet shares the weights of hidden layers, and the network has none that can be masked.");
            }
            this.own = TaskParameters.besideHiddenWeights(learning.plain());
            this.heads =
                    TaskParameters.ofLayer(learning.plain(), learning.head().name());
            heads.keep(BEFORE, learning.network());
            weights.sites().forEach((name, site) -> owners.put(name, new short[Math.toIntExact(site.size())]));
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
        public List<Phase> phases(int epochs) {
            List<Phase> phases = new ArrayList<>(List.of(Phase.of("train", epochs)));
            if (ratio(learning.learned().size()) > 0) {
                Phase retrain = Phase.of("retrain", retrainEpochs);
                phases.add(retrainLearningRate == null ? retrain : retrain.learningRate(retrainLearningRate));
            }
            return phases;
        }

        private short present() {
            return (short) (learning.learned().size() + 1);
        }

        @Override
        public void beforeTask() {
            heads.install(BEFORE, learning.network());
            owners.forEach((name, owner) -> {
                boolean free = false;
                for (int p = 0; p < owner.length; p++) {
                    if (owner[p] == 0) {
                        owner[p] = present();
                        free = true;
                    }
                }
                if (!free) {
                    learning.capacityExhausted(name);
                }
            });
            freezeOthers();
        }

        private void freezeOthers() {
            learning.guard().release();
            owners.forEach((name, owner) ->
                    learning.guard().freeze(weights.sites().get(name), where(name, o -> o != present())));
        }

        private Mask where(String name, IntPredicate which) {
            short[] owner = owners.get(name);
            long[] positions = IntStream.range(0, owner.length)
                    .filter(p -> which.test(owner[p]))
                    .asLongStream()
                    .toArray();
            return Mask.ofActive(weights.dims(name), positions);
        }

        @Override
        public void afterPhase() {
            double ratio = ratio(learning.learned().size());
            if (ratio > 0 && learning.phase().name().equals("train")) {
                owners.forEach((name, owner) -> prune(weights.sites().get(name), owner, ratio));
                freezeOthers();
            }
        }

        private void prune(ArraySite site, short[] owner, double ratio) {
            FlatArray numbers = weights.numbers();
            long count = 0;
            for (short o : owner) {
                count += o == present() ? 1 : 0;
            }
            Selection smallest = Selection.smallest(Math.round(ratio * count));
            for (int p = 0; p < owner.length; p++) {
                if (owner[p] == present()) {
                    smallest.accept(p, Math.abs(numbers.get(site.index(p))));
                }
            }
            for (long p : smallest.positions()) {
                owner[(int) p] = 0;
                numbers.set(site.index(p), 0);
            }
        }

        @Override
        public void afterTask() {
            own.keep(learning.task().id(), learning.network());
        }

        @Override
        public void install(int task, NetworkView plain) {
            int number = number(task);
            Map<String, Mask> used = new LinkedHashMap<>();
            owners.keySet().forEach(name -> used.put(name, where(name, o -> o >= 1 && o <= number + 1)));
            weights.install(new MaskSet(used), plain);
            own.install(task, plain);
        }

        private int number(int task) {
            return learning.learned().stream().map(l -> l.id()).toList().indexOf(task);
        }

        @Override
        public TaskMemory memory(int task) {
            int tasks = learning.learned().size();
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(tasks);
            long all = owners.values().stream().mapToLong(o -> o.length).sum();
            long share = (all * bits + 8L * tasks - 1) / (8L * tasks);
            long head = MaskedTasks.headBytes(learning, own, task);
            return new TaskMemory(share, share, head, own.bytes(task) - head, 0, 0);
        }

        @Override
        public Map<String, Double> capacity() {
            Map<String, Double> used = new LinkedHashMap<>();
            owners.forEach((name, of) -> {
                int owned = 0;
                for (short owner : of) {
                    owned += owner > 0 ? 1 : 0;
                }
                used.put(name, (double) owned / of.length);
            });
            return used;
        }

        @Override
        public void writeState(DataOutputStream out) throws IOException {
            for (short[] owner : owners.values()) {
                for (short o : owner) {
                    out.writeShort(o);
                }
            }
            heads.writeTo(out);
            own.writeTo(out);
        }

        @Override
        public void readState(DataInputStream in) throws IOException {
            for (short[] owner : owners.values()) {
                for (int p = 0; p < owner.length; p++) {
                    owner[p] = in.readShort();
                }
            }
            heads.readFrom(in);
            own.readFrom(in);
        }
    }
}
