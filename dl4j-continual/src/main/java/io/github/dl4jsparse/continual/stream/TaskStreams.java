package io.github.dl4jsparse.continual.stream;

import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Sequences of tasks. All data is the caller's: nothing is downloaded. */
public final class TaskStreams {

    private TaskStreams() {}

    /**
     * Tasks of some classes each: split MNIST has {0, 1}, {2, 3}, and so on.
     *
     * @param train training examples, with one-hot labels over all classes; read at once
     * @param test test examples of the same form
     * @return a builder
     * @throws IllegalArgumentException if there are no examples
     */
    public static SplitStreamBuilder split(DataSetIterator train, DataSetIterator test) {
        return new SplitStreamBuilder(LabeledRows.of(train), LabeledRows.of(test));
    }

    /**
     * Tasks of made-up examples, for trials and tests: each class is a Gaussian cloud about a centre of its own.
     *
     * @return a builder
     */
    public static BlobStreamBuilder blobs() {
        return new BlobStreamBuilder();
    }

    /**
     * Tasks of the same classes with permuted features: permuted MNIST. Goodfellow et al., 2014.
     *
     * @param train training examples, with one-hot labels; read at once
     * @param test test examples of the same form
     * @return a builder
     * @throws IllegalArgumentException if there are no examples
     */
    public static ChangedStreamBuilder permuted(DataSetIterator train, DataSetIterator test) {
        return ChangedStreamBuilder.permuted(LabeledRows.of(train), LabeledRows.of(test));
    }

    /**
     * Tasks of the same classes with rotated images: rotated MNIST. Lopez-Paz and Ranzato, NeurIPS 2017.
     *
     * @param train training examples, square images of one channel, with one-hot labels; read at once
     * @param test test examples of the same form
     * @return a builder
     * @throws IllegalArgumentException if there are no examples or they are no square images
     */
    public static ChangedStreamBuilder rotated(DataSetIterator train, DataSetIterator test) {
        return ChangedStreamBuilder.rotated(LabeledRows.of(train), LabeledRows.of(test));
    }
}
