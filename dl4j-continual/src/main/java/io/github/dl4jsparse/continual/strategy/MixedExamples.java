package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.store.ReplayBuffer;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** All examples of a buffer, in a new order for each epoch. */
final class MixedExamples implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final transient ReplayBuffer buffer;
    private final int size;
    private final transient RandomStream random;
    private int[] order;
    private int position;

    MixedExamples(ReplayBuffer buffer, int size, RandomStream random) {
        this.buffer = buffer;
        this.size = size;
        this.random = random;
        reset();
    }

    /** Fisher and Yates. */
    @Override
    public void reset() {
        order = new int[buffer.size()];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        position = 0;
    }

    @Override
    public boolean hasNext() {
        return position < order.length;
    }

    @Override
    public DataSet next() {
        return next(size);
    }

    @Override
    public DataSet next(int num) {
        if (!hasNext()) {
            throw new NoSuchElementException("All (" + order.length + ") examples have been handed out.");
        }
        int from = position;
        position = Math.min(order.length, from + num);
        return buffer.batch(Arrays.copyOfRange(order, from, position));
    }

    @Override
    public int inputColumns() {
        return -1;
    }

    @Override
    public int totalOutcomes() {
        return -1;
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
        return size;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("The examples were pre-processed when they came.");
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public List<String> getLabels() {
        return null;
    }
}
