package io.github.dl4jsparse.continual.stream;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Minibatches of rows, changed as they are handed out, in an order that is new for each pass and depends on a seed and the pass only. */
final class RowIterator implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final transient LabeledRows rows;
    private final int batch;
    private final int outputs;
    private final transient UnaryOperator<float[]> change;
    private final transient IntUnaryOperator label;
    private final Long seed;
    private long passes;
    private int[] order;
    private int position;
    private DataSetPreProcessor preProcessor;

    /** Without a seed the order is that of the rows. */
    RowIterator(
            LabeledRows rows,
            int batch,
            int outputs,
            UnaryOperator<float[]> change,
            IntUnaryOperator label,
            Long seed) {
        this.rows = rows;
        this.batch = batch;
        this.outputs = outputs;
        this.change = change;
        this.label = label;
        this.seed = seed;
        this.order = order();
    }

    static int checkedBatch(int size) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "The number of examples of a minibatch (" + size + ") must be positive.");
        }
        return size;
    }

    private int[] order() {
        int[] next = IntStream.range(0, rows.size()).toArray();
        if (seed != null) {
            RandomStream random = RandomStream.of(seed, "order of examples", passes);
            for (int i = next.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int kept = next[i];
                next[i] = next[j];
                next[j] = kept;
            }
        }
        return next;
    }

    /**
     * A pass that was begun is counted, the one too in which a learner looks at the examples before it learns them; so a task that is
     * learnt after a failure sees its examples in another order than it would have without.
     */
    @Override
    public void reset() {
        if (position > 0) {
            position = 0;
            passes++;
            order = order();
        }
    }

    @Override
    public boolean hasNext() {
        return position < order.length;
    }

    @Override
    public DataSet next() {
        return next(batch);
    }

    @Override
    public DataSet next(int num) {
        if (!hasNext()) {
            throw new NoSuchElementException("All (" + order.length + ") examples have been handed out.");
        }
        int count = Math.min(num, order.length - position);
        float[] features = new float[count * rows.width()];
        float[] labels = new float[count * outputs];
        for (int i = 0; i < count; i++) {
            int example = order[position++];
            System.arraycopy(change.apply(rows.features(example)), 0, features, i * rows.width(), rows.width());
            labels[i * outputs + label.applyAsInt(rows.label(example))] = 1;
        }
        DataSet next = new DataSet(
                Nd4j.create(features, rows.shape(count), Nd4j.getStrides(rows.shape(count), 'c'), 'c', DataType.FLOAT),
                Nd4j.create(labels, new long[] {count, outputs}, new long[] {outputs, 1}, 'c', DataType.FLOAT));
        if (preProcessor != null) {
            preProcessor.preProcess(next);
        }
        return next;
    }

    @Override
    public int inputColumns() {
        return rows.width();
    }

    @Override
    public int totalOutcomes() {
        return outputs;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor given) {
        preProcessor = given;
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }

    @Override
    public List<String> getLabels() {
        return null;
    }
}
