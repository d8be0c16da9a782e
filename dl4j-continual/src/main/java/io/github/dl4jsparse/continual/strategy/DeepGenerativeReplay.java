package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Deep generative replay: a variational autoencoder dreams up examples of earlier tasks, and the network as it was before the task
 * names them. With t tasks so far, the loss is {@code 1/t} of the new examples' and {@code 1 - 1/t} of the dreamt ones', of which
 * there are as many in each minibatch. After a task the generator is trained on its examples and on dreams of itself, {@code t - 1}
 * times as many. No example is kept. Shin et al., <i>Continual Learning with Deep Generative Replay</i>, NeurIPS 2017.
 *
 * <p>Departure: the paper's generator is a generative adversarial network; a variational autoencoder is van de Ven and Tolias's, 2018.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class DeepGenerativeReplay implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final int hidden;

    private final int latent;

    private final boolean binary;

    private final double learningRate;

    private final int epochs;

    @JsonCreator
    DeepGenerativeReplay(
            @JsonProperty("hidden") int hidden,
            @JsonProperty("latent") int latent,
            @JsonProperty("binary") boolean binary,
            @JsonProperty("learningRate") double learningRate,
            @JsonProperty("epochs") int epochs) {
        if (hidden < 1 || latent < 1 || !(learningRate > 0) || epochs < 1) {
            throw new DL4JInvalidConfigException("The units (" + hidden + "), latent numbers (" + latent
                    + "), learning rate (" + learningRate + ") and epochs (" + epochs
                    + ") of the generator must be positive.");
        }
        this.hidden = hidden;
        this.latent = latent;
        this.binary = binary;
        this.learningRate = learningRate;
        this.epochs = epochs;
    }

    /**
     * A generator of features in [0, 1], such as grey values, with two hidden layers each way, Adam with rate 0.001.
     *
     * @param hidden units of each hidden layer, 400 in van de Ven and Tolias
     * @param latent numbers of the latent space, 100 there
     * @param epochs how often it sees a task's examples
     * @return the strategy
     * @throws DL4JInvalidConfigException if a number is not positive
     */
    public static DeepGenerativeReplay ofGreyValues(int hidden, int latent, int epochs) {
        return new DeepGenerativeReplay(hidden, latent, true, 1e-3, epochs);
    }

    /**
     * A generator of features of any size, normally distributed about their means; otherwise as {@link #ofGreyValues}.
     *
     * @param hidden units of each hidden layer
     * @param latent numbers of the latent space
     * @param epochs how often it sees a task's examples
     * @return the strategy
     * @throws DL4JInvalidConfigException if a number is not positive
     */
    public static DeepGenerativeReplay ofNumbers(int hidden, int latent, int epochs) {
        return new DeepGenerativeReplay(hidden, latent, false, 1e-3, epochs);
    }

    /**
     * The same with another learning rate of the generator.
     *
     * @param rate positive
     * @return a new strategy
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public DeepGenerativeReplay learningRate(double rate) {
        return new DeepGenerativeReplay(hidden, latent, binary, rate, epochs);
    }

    @Override
    public String name() {
        return "dgr";
    }

    @Override
    public Support supports(Scenario scenario) {
        return Support.suitable();
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        return other.ownsWeights() && !other.rehearses()
                ? Optional.of(
                        "the head of an earlier task is frozen, so that dreams of it teach nothing. Use one of them.")
                : Optional.empty();
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new Session(learning);
    }

    private final class Session implements StrategySession {

        private final Learning learning;
        private Dreams dreams;
        private INDArray teacher;
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
            batches = 0;
            teacher = learning.learned().isEmpty()
                    ? null
                    : learning.network().params().dup();
        }

        @Override
        public DataSetIterator examples(DataSetIterator train) {
            return learning.learned().isEmpty() ? train : new ChangedExamples(train, this::with);
        }

        private DataSet with(DataSet batch) {
            int count = batch.numExamples();
            INDArray replayed = dreams.draw(count, learning.random("dreams " + batches++))
                    .reshape(batch.getFeatures().shape());
            double share = 1.0 / (learning.learned().size() + 1);
            INDArray weights = Nd4j.concat(
                    0,
                    Nd4j.valueArrayOf(
                            new long[] {count, 1}, 2 * share, batch.getLabels().dataType()),
                    Nd4j.valueArrayOf(
                            new long[] {count, 1},
                            2 * (1 - share),
                            batch.getLabels().dataType()));
            return new DataSet(
                    Nd4j.concat(0, batch.getFeatures(), replayed),
                    Nd4j.concat(0, batch.getLabels(), names(replayed, batch.getLabels())),
                    null,
                    weights);
        }

        /** The plain network answers as the trained one did before the task. */
        private INDArray names(INDArray features, INDArray like) {
            SortedSet<Integer> known = new TreeSet<>();
            learning.learned().forEach(task -> known.addAll(task.classes()));
            learning.plain().params().assign(teacher);
            INDArray logits = OutputHead.of(learning.plain()).logits(learning.plain(), features);
            INDArray labels = Nd4j.create(like.dataType(), features.size(0), like.size(1));
            for (int row = 0; row < features.size(0); row++) {
                int best = known.first();
                for (int output : known) {
                    best = logits.getDouble(row, output) > logits.getDouble(row, best) ? output : best;
                }
                labels.putScalar(row, best, 1);
            }
            return labels;
        }

        @Override
        public void afterTask() {
            DataSetIterator train = learning.task().train();
            train.reset();
            Dreams before = dreams;
            long width = train.next().getFeatures().slice(0).length();
            dreams = new Dreams(width, hidden, latent, binary, learningRate, learning.seed());
            if (before != null) {
                dreams.assign(before);
            }
            long root = Nd4j.getRandom().rootState();
            long node = Nd4j.getRandom().nodeState();
            Nd4j.getRandom().setSeed(learning.random("noise of the generator").nextLong());
            train(before);
            Nd4j.getRandom().setStates(root, node);
            teacher = null;
        }

        private void train(Dreams before) {
            DataSetIterator train = learning.task().train();
            int times = learning.learned().size();
            long batch = 0;
            for (int epoch = 0; epoch < epochs; epoch++) {
                train.reset();
                while (train.hasNext()) {
                    INDArray real = train.next().getFeatures();
                    learning.checkInterrupted();
                    RandomStream random = learning.random("generator " + batch++);
                    dreams.learn(real, before, times, random);
                }
            }
            train.reset();
        }

        @Override
        public TaskMemory memory(int task) {
            long bytes = dreams == null ? 0 : dreams.bytes();
            return new TaskMemory(0, 0, bytes / Math.max(1, learning.learned().size()), 0, 0);
        }

        @Override
        public void writeState(DataOutputStream out) throws IOException {
            out.writeBoolean(dreams != null);
            if (dreams != null) {
                dreams.writeTo(out);
            }
        }

        @Override
        public void readState(DataInputStream in) throws IOException {
            dreams = in.readBoolean()
                    ? Dreams.readFrom(in, hidden, latent, binary, learningRate, learning.seed())
                    : null;
            teacher = null;
        }
    }
}
