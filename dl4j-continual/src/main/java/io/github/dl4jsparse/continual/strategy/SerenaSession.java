package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Cells at work, numbered from 0; the last one is trained. Between calls of {@code learn} the network holds all weights, while it
 * learns only those of the present cell.
 */
final class SerenaSession implements StrategySession {

    private static final int BEFORE = -1;

    private final Serena settings;
    private final Learning learning;
    private final SharedWeights weights;
    private final TaskParameters firstHead;
    private final MaskedTasks cells;
    private final DriftDetector detector;
    private INDArray stored;

    SerenaSession(Serena settings, Learning learning) {
        this.settings = settings;
        this.learning = learning;
        this.detector = new DriftDetector(settings.window, settings.drop, settings.significance);
        Peepholes.refuse(learning.plain(), settings.name());
        this.weights = new SharedWeights(learning.network());
        if (weights.sites().isEmpty()) {
            throw new DL4JInvalidConfigException("The cells of (" + settings.name()
                    + ") are masks over the weights of hidden layers, and the network has none that can be masked.");
        }
        budgets();
        this.cells = new MaskedTasks(
                learning, TaskParameters.besideHiddenWeights(learning.plain()).names());
        this.firstHead =
                TaskParameters.ofLayer(learning.plain(), learning.head().name());
        firstHead.keep(BEFORE, learning.network());
    }

    private Map<String, Long> budgets() {
        return SparsityDistribution.erdosRenyiKernel(settings.sparsity)
                .budgets(weights.sites().values().stream().map(ArraySite::shape).toList());
    }

    private int count() {
        return cells.masks().tasks().size();
    }

    @Override
    public Optional<LossScope> lossScope() {
        return Optional.of(LossScope.ALL);
    }

    @Override
    public void beforeTask() {
        if (count() == 0) {
            draw();
        }
        open();
    }

    private void draw() {
        int cell = count();
        Map<String, Long> budgets = budgets();
        Map<String, Mask> drawn = new LinkedHashMap<>();
        weights.sites().keySet().forEach(name -> {
            long[] dims = weights.dims(name);
            if (cells.masks().union(name, dims).sparsity() == 0) {
                learning.capacityExhausted(name);
            }
            RandomStream random = RandomStream.of(learning.seed(), "cell " + name, cell);
            drawn.put(name, Mask.random(dims, budgets.get(name), random));
        });
        cells.masks().put(cell, new MaskSet(drawn));
    }

    /** Leaves the present cell's weights in the network, of which those that no earlier cell has can move. */
    private void open() {
        stored = learning.network().params().dup();
        FlatArray numbers = weights.numbers();
        MaskSet present = cells.masks().get(count() - 1);
        learning.guard().release();
        weights.sites().forEach((name, site) -> {
            present.get(name).forEachInactive(p -> numbers.set(site.index(p), 0));
            Mask fixed = present.get(name).not();
            for (int cell = 0; cell < count() - 1; cell++) {
                fixed = fixed.or(cells.masks().get(cell).get(name));
            }
            learning.guard().freeze(site, fixed);
        });
    }

    private void close() {
        weights.restoreInactive(cells.masks().get(count() - 1), stored);
        cells.own().keep(count() - 1, learning.network());
        stored = null;
    }

    @Override
    public DataSetIterator examples(DataSetIterator train) {
        return new ChangedExamples(train, this::watched);
    }

    private DataSet watched(DataSet batch) {
        if (detector.drifts(answers(batch))) {
            close();
            draw();
            firstHead.install(BEFORE, learning.network());
            learning.network().renewUpdater();
            learning.network().setIterationCount(0);
            open();
            learning.notice("Accuracy has fallen: cell (" + (count() - 1) + ") begins.");
        }
        return batch;
    }

    private DriftDetector.Answers answers(DataSet batch) {
        INDArray answers = learning.network().output(batch.getFeatures()).argMax(1);
        INDArray labels = batch.getLabels().argMax(1);
        int right = 0;
        for (int row = 0; row < answers.length(); row++) {
            right += answers.getInt(row) == labels.getInt(row) ? 1 : 0;
        }
        return new DriftDetector.Answers(right, Math.toIntExact(answers.length()));
    }

    @Override
    public void afterTask() {
        close();
    }

    @Override
    public Optional<INDArray> scores(INDArray features, NetworkView plain) {
        if (count() == 0) {
            return Optional.empty();
        }
        OutputHead head = OutputHead.of(plain);
        double[][] votes = new double[Math.toIntExact(features.size(0))][head.outputs()];
        for (int cell = 0; cell < count(); cell++) {
            install(cell, plain);
            INDArray logits = head.logits(plain, features);
            for (int row = 0; row < votes.length; row++) {
                votes[row][best(logits, row)] += cell + 1;
            }
        }
        return Optional.of(Nd4j.createFromArray(votes).castTo(plain.params().dataType()));
    }

    private int best(INDArray logits, int row) {
        int best = -1;
        for (int output : learning.seenClasses()) {
            best = best < 0 || logits.getDouble(row, output) > logits.getDouble(row, best) ? output : best;
        }
        return best;
    }

    /** Of a cell, by its number. */
    @Override
    public void install(int cell, NetworkView plain) {
        cells.install(cell, plain);
    }

    /** Cells are no tasks: a share of all of them. */
    @Override
    public TaskMemory memory(int task) {
        return cells.masks().tasks().stream()
                .map(cells::memory)
                .reduce(TaskMemory.none(), TaskMemory::plus)
                .share(learning.learned().size());
    }

    @Override
    public Map<String, Double> capacity() {
        return cells.capacity();
    }

    @Override
    public void writeState(DataOutputStream out) throws IOException {
        cells.writeState(out);
        firstHead.writeTo(out);
        detector.writeTo(out);
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        cells.readState(in);
        firstHead.readFrom(in);
        detector.readFrom(in);
        stored = null;
    }
}
