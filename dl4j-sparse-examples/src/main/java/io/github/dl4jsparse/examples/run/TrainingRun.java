package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.examples.data.DataProvenance;
import io.github.dl4jsparse.examples.data.LabeledExamples;
import io.github.dl4jsparse.examples.data.SequentialIterator;
import io.github.dl4jsparse.examples.data.ShuffledIterator;
import io.github.dl4jsparse.examples.data.Split;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/**
 * Trains one network as {@link RunSettings} say, from the beginning or from a saved epoch. Saved after an epoch and
 * resumed, it ends with the bits with which it would have ended uninterrupted. Use it on one thread.
 */
public final class TrainingRun {

    private static final long VALIDATION_SEED = 0;
    private static final long GUIDE_SEED = 1;
    private static final int EVALUATION_BATCH = 1000;

    private final RunSettings settings;
    private final DataProvenance provenance;
    private final LabeledExamples train;
    private final LabeledExamples held;
    private final double sparsityRequested;
    private final MultiLayerNetwork network;
    private final List<EpochResult> epochs;

    private TrainingRun(
            RunSettings settings,
            TrainTestData data,
            Parts parts,
            NetworkPlan plan,
            MultiLayerNetwork network,
            List<EpochResult> done) {
        this.settings = settings;
        this.provenance = data.provenance();
        this.train = parts.train();
        this.held = parts.held();
        this.sparsityRequested = plan.sparsity();
        this.network = network;
        this.epochs = new ArrayList<>(done);
        TrainingOutline outline =
                new TrainingOutline(settings, plan.distribution(), plan.connections(), steps(), parts.guide());
        plan.method().attachment().attach(network, outline);
    }

    /** What is learnt from, what accuracy is measured on, and what the method may look at besides. */
    private record Parts(LabeledExamples train, LabeledExamples held, Optional<LabeledExamples> guide) {

        static Parts of(TrainTestData published, RunSettings settings) {
            TrainTestData data = settings.standardized() ? published.standardized() : published;
            Parts parts = new Parts(data.train(), data.test(), Optional.empty());
            if (settings.validation()) {
                Split split = Split.of(data, settings.validationShare(), VALIDATION_SEED);
                parts = new Parts(split.train(), split.validation(), Optional.empty());
            }
            if (Methods.named(settings.method()).validates()) {
                TrainTestData left = new TrainTestData(parts.train(), parts.held(), data.provenance());
                Split split = Split.of(left, settings.validationShare(), GUIDE_SEED);
                parts = new Parts(split.train(), parts.held(), Optional.of(split.validation()));
            }
            return parts;
        }
    }

    private long steps() {
        int perEpoch = (train.size() + settings.batch() - 1) / settings.batch();
        return (long) perEpoch * settings.epochs();
    }

    /**
     * Builds the network and puts the method on it.
     *
     * @param settings of the run
     * @param data to learn from and to test on
     * @return a run of which no epoch is done
     * @throws DL4JInvalidConfigException if settings do not fit each other, the method or the data
     */
    public static TrainingRun start(RunSettings settings, TrainTestData data) {
        checkSize(settings, data.train());
        Parts parts = Parts.of(data, settings);
        NetworkPlan plan = new NetworkPlan(settings, parts.train().size());
        return new TrainingRun(settings, data, parts, plan, plan.build(), List.of());
    }

    private static void checkSize(RunSettings settings, LabeledExamples data) {
        List<Integer> arch = settings.arch();
        if (arch.get(0) != data.width() || arch.get(arch.size() - 1) != data.classes()) {
            throw new DL4JInvalidConfigException("The architecture (" + settings.archName() + ") must begin with the ("
                    + data.width() + ") features of the data and end with their (" + data.classes() + ") classes.");
        }
    }

    /**
     * Goes on with a saved run.
     *
     * @param saved what {@link SavedRun#read} has read, on this thread
     * @param data the data with which it was started
     * @return a run of which some epochs are done
     * @throws DL4JInvalidConfigException if the data are others
     */
    public static TrainingRun resume(SavedRun saved, TrainTestData data) {
        if (!saved.data().sha256().equals(data.provenance().sha256())) {
            throw new DL4JInvalidConfigException(
                    "The saved run has seen other data (" + saved.data().name() + ", "
                            + saved.data().trainExamples() + " examples) than these ("
                            + data.provenance().name() + ", "
                            + data.provenance().trainExamples() + " examples). Maybe the data folder is another one?");
        }
        Parts parts = Parts.of(data, saved.settings());
        NetworkPlan plan = new NetworkPlan(saved.settings(), parts.train().size());
        return new TrainingRun(saved.settings(), data, parts, plan, saved.network(), saved.perEpoch());
    }

    /**
     * Trains to the end.
     *
     * @param observer is told of each step and epoch
     * @return the result, earlier epochs of a resumed run included
     * @throws ND4JIllegalStateException if the score is no number any more
     * @throws IOException if the model cannot be saved to a temporary file, to tell its size
     */
    public RunResult finish(RunObserver observer) throws IOException {
        StepReporter reporter = new StepReporter(observer);
        network.addListeners(reporter);
        while (epochs.size() < settings.epochs()) {
            epochs.add(trainEpoch(epochs.size(), reporter));
            observer.epochDone(this, epochs.get(epochs.size() - 1));
        }
        return result();
    }

    private EpochResult trainEpoch(int epoch, StepReporter reporter) {
        reporter.epochStarts(epoch + 1);
        ShuffledIterator examples = new ShuffledIterator(train, settings.batch(), settings.seed()).startingAt(epoch);
        long start = System.nanoTime();
        network.fit(examples);
        double seconds = (System.nanoTime() - start) / 1e9;
        double score = reporter.meanScore();
        if (!Double.isFinite(score)) {
            throw new ND4JIllegalStateException("The score (" + score + ") of epoch (" + (epoch + 1)
                    + ") is no finite number. Maybe the learning rate ("
                    + settings.optimizer().rateIn(epoch) + ") is too high?");
        }
        return new EpochResult(
                epoch + 1,
                accuracy(network),
                score,
                settings.optimizer().rateIn(epoch),
                seconds,
                Connections.explored(network),
                Connections.of(network));
    }

    private double accuracy(MultiLayerNetwork evaluated) {
        return evaluated
                .evaluate(new SequentialIterator(held, EVALUATION_BATCH))
                .accuracy();
    }

    private RunResult result() throws IOException {
        Path file = Files.createTempFile("dl4j-sparse", ".zip");
        try {
            SparseModels.save(network, file, false);
            return new RunResult(
                    settings,
                    provenance,
                    sparsityRequested,
                    epochs,
                    Files.size(file),
                    OneShotPruning.of(network, settings.pruning(), this::accuracy));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * The network, which trains in place.
     *
     * @return the run's own network
     */
    public MultiLayerNetwork network() {
        return network;
    }

    /**
     * What can be saved now: between epochs.
     *
     * @return settings, data, epochs so far, and the network itself
     */
    public SavedRun snapshot() {
        return new SavedRun(settings, provenance, epochs, network);
    }

    /**
     * The sparsity that the settings ask for.
     *
     * @return the share of connections to leave out; what an epsilon implies; 0 for a dense run
     */
    public double sparsityRequested() {
        return sparsityRequested;
    }

    /**
     * The number of steps of an epoch.
     *
     * @return minibatches, the last and smaller one included
     */
    public int stepsPerEpoch() {
        return (int) (steps() / settings.epochs());
    }
}
