package io.github.dl4jsparse.examples.data;

import java.util.List;
import java.util.NoSuchElementException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Hands out minibatches of examples in an order that a subclass chooses. */
abstract sealed class InMemoryIterator implements DataSetIterator permits SequentialIterator, ShuffledIterator {

    private final LabeledExamples examples;
    private final int batch;
    private final int end;
    private int[] order;
    private int position;
    private DataSetPreProcessor preProcessor;

    InMemoryIterator(LabeledExamples examples, int batch, boolean dropLast, int[] order) {
        if (batch < 1) {
            throw new IllegalArgumentException(
                    "The batch size (" + batch + ") must be positive. Maybe arguments are swapped?");
        }
        if (dropLast && batch > examples.size()) {
            throw new IllegalArgumentException("The batch size (" + batch + ") exceeds the number of examples ("
                    + examples.size() + "). Without the last smaller batch nothing would be left.");
        }
        this.examples = examples;
        this.batch = batch;
        this.end = dropLast ? examples.size() / batch * batch : examples.size();
        this.order = order;
    }

    final LabeledExamples examples() {
        return examples;
    }

    final boolean untouched() {
        return position == 0;
    }

    final void restart(int[] newOrder) {
        order = newOrder;
        position = 0;
    }

    /** {@inheritDoc} */
    @Override
    public final boolean hasNext() {
        return position < end;
    }

    /**
     * The next minibatch, pre-processed.
     *
     * @return features {@code [batch, width]} and one-hot labels {@code [batch, classes]}; the last minibatch may be
     *     smaller
     * @throws NoSuchElementException if there is none before the next {@link #reset}
     */
    @Override
    public final DataSet next() {
        return next(batch);
    }

    /**
     * The next examples, pre-processed.
     *
     * @param num how many, at least 1; fewer come if fewer are left
     * @return features {@code [num, width]} and one-hot labels {@code [num, classes]}
     * @throws NoSuchElementException if none is left before the next {@link #reset}
     * @throws IllegalArgumentException if the number is not positive
     */
    @Override
    public final DataSet next(int num) {
        if (num < 1) {
            throw new IllegalArgumentException("The number of examples (" + num + ") must be positive.");
        }
        if (!hasNext()) {
            throw new NoSuchElementException(
                    "All (" + end + ") examples have been handed out. Maybe reset() is missing?");
        }
        int from = position;
        position += Math.min(num, end - position);
        DataSet next = examples.toDataSet(order, from, position);
        if (preProcessor != null) {
            preProcessor.preProcess(next);
        }
        return next;
    }

    /** {@inheritDoc} */
    @Override
    public final int inputColumns() {
        return examples.width();
    }

    /** {@inheritDoc} */
    @Override
    public final int totalOutcomes() {
        return examples.classes();
    }

    /** {@inheritDoc} */
    @Override
    public final boolean resetSupported() {
        return true;
    }

    /**
     * Whether DL4J may put a prefetching thread in front of this iterator. Copying a minibatch takes a fraction of a
     * millisecond, so nothing would be won, and early stopping resets the iterator while that thread reads ahead: how
     * many epochs were begun would then depend on timing.
     *
     * @return false
     */
    @Override
    public final boolean asyncSupported() {
        return false;
    }

    /** {@inheritDoc} */
    @Override
    public final int batch() {
        return batch;
    }

    /** {@inheritDoc} */
    @Override
    public final void setPreProcessor(DataSetPreProcessor newPreProcessor) {
        preProcessor = newPreProcessor;
    }

    /** {@inheritDoc} */
    @Override
    public final DataSetPreProcessor getPreProcessor() {
        return preProcessor;
    }

    /**
     * Classes have no names but their numbers.
     *
     * @return null, upon which DL4J prints the numbers
     */
    @Override
    public final List<String> getLabels() {
        return null;
    }
}
