package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.inference.EntropyDerivatives;
import io.github.dl4jsparse.continual.store.OutputHead;
import io.github.dl4jsparse.continual.store.TaskMaskStore;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Masks at work, numbered from 0 in the order in which their tasks were found. */
final class TaskFreeSupSupSession implements StrategySession {

    private final TaskFreeSupSup settings;
    private final Learning learning;
    private final TaskParameters scores;
    private TaskMaskStore masks = new TaskMaskStore();
    private int present;
    private long batches;

    TaskFreeSupSupSession(TaskFreeSupSup settings, Learning learning) {
        this.settings = settings;
        this.learning = learning;
        learning.plain().layers().forEach((name, layer) -> {
            if (layer.conf().getLayer() instanceof BatchNormalization) {
                throw new DL4JInvalidConfigException("Layer (" + name
                        + ") normalises batches, and a superposition of masks has no statistics. Leave it out.");
            }
        });
        this.scores = new TaskParameters(MaskScores.names(learning));
    }

    private int tasks() {
        return masks.tasks().size();
    }

    @Override
    public Optional<LossScope> lossScope() {
        return Optional.of(LossScope.ALL);
    }

    private void draw(int mask) {
        MaskScores.draw(learning, name -> RandomStream.of(learning.seed(), "scores " + name, mask));
    }

    private MaskSet drawn() {
        return EffectiveWeights.masks(learning.network().model());
    }

    @Override
    public void beforeTask() {
        if (tasks() == 0) {
            start(0);
        }
    }

    private void start(int task) {
        draw(task);
        masks.put(task, drawn());
        present = task;
    }

    private void keep() {
        masks.keep(present, drawn());
        scores.keep(present, learning.network());
    }

    @Override
    public DataSetIterator examples(DataSetIterator train) {
        return new ChangedExamples(train, this::watched);
    }

    private DataSet watched(DataSet batch) {
        if (batches > 0 && batches % settings.checkEvery == 0) {
            keep();
            turnTo(found(batch.getFeatures()));
        }
        batches++;
        return batch;
    }

    private void turnTo(int task) {
        if (task == present) {
            scores.install(present, learning.network());
            return;
        }
        if (task == tasks()) {
            start(task);
            learning.notice("No mask suits the examples: task (" + task + ") begins.");
        } else {
            scores.install(task, learning.network());
            present = task;
        }
        learning.network().renewUpdater();
        learning.network().setIterationCount(0);
    }

    /** The task to train; a new one has the next number. Scores of untrained masks are left in the network. */
    private int found(INDArray features) {
        int count = Math.max(tasks(), settings.minMasks);
        TaskMaskStore all = new TaskMaskStore();
        for (int mask = 0; mask < count; mask++) {
            if (mask < tasks()) {
                all.put(mask, masks.get(mask));
            } else {
                draw(mask);
                all.put(mask, drawn());
            }
        }
        int task = choose(derivatives(all, features), tasks(), settings.threshold, settings.maxTasks);
        scores.install(present, learning.network());
        return task;
    }

    private double[] derivatives(TaskMaskStore all, INDArray features) {
        double[] alphas = new double[all.tasks().size()];
        Arrays.fill(alphas, 1.0 / alphas.length);
        return EntropyDerivatives.of(new MaskSum(learning, all), alphas, learning.plain(), features);
    }

    /** The mask of largest {@code softmax(-g)}, or the next task when that is below threshold / k or an untrained mask's. */
    static int choose(double[] derivatives, int tasks, double threshold, int maxTasks) {
        int best = 0;
        int bestTask = 0;
        for (int i = 1; i < derivatives.length; i++) {
            best = derivatives[i] < derivatives[best] ? i : best;
            bestTask = i < tasks && derivatives[i] < derivatives[bestTask] ? i : bestTask;
        }
        double sum = 0;
        for (double derivative : derivatives) {
            sum += Math.exp(derivatives[best] - derivative);
        }
        boolean unknown = best >= tasks || 1 / sum < threshold / derivatives.length;
        return unknown && tasks < maxTasks ? tasks : bestTask;
    }

    @Override
    public void afterTask() {
        keep();
    }

    @Override
    public Optional<INDArray> scores(INDArray features, NetworkView plain) {
        if (tasks() == 0) {
            return Optional.empty();
        }
        List<INDArray> parts = new ArrayList<>();
        for (long from = 0; from < features.size(0); from += settings.group) {
            INDArrayIndex[] some = new INDArrayIndex[features.rank()];
            Arrays.fill(some, NDArrayIndex.all());
            some[0] = NDArrayIndex.interval(from, Math.min(features.size(0), from + settings.group));
            INDArray group = features.get(some).dup('c');
            double[] derivatives = tasks() == 1 ? new double[1] : derivatives(masks, group);
            install(choose(derivatives, tasks(), 1, tasks()), plain);
            parts.add(OutputHead.of(plain).logits(plain, group));
        }
        return Optional.of(Nd4j.vstack(parts));
    }

    /** Of a mask, by its number. */
    @Override
    public void install(int mask, NetworkView plain) {
        double[] alone = new double[tasks()];
        alone[mask] = 1;
        new MaskSum(learning, masks).install(alone, plain);
    }

    /** Tasks are found, not told: a share of the masks and scores of all. */
    @Override
    public TaskMemory memory(int task) {
        TaskMemory all = masks.tasks().stream()
                .map(mask -> new TaskMemory(masks.bytes(mask), 0, 0, scores.bytes(mask), 0, 0))
                .reduce(new TaskMemory(0, masks.compressedBytes(), 0, 0, 0, 0), TaskMemory::plus);
        return all.share(learning.learned().size());
    }

    @Override
    public Map<String, Double> capacity() {
        return masks.capacity();
    }

    @Override
    public void writeState(DataOutputStream out) throws IOException {
        masks.writeTo(out);
        scores.writeTo(out);
        out.writeInt(present);
        out.writeLong(batches);
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        masks = new TaskMaskStore();
        masks.readFrom(in);
        scores.readFrom(in);
        present = in.readInt();
        batches = in.readLong();
    }
}
