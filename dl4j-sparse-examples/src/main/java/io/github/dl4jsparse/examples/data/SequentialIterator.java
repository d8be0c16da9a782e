package io.github.dl4jsparse.examples.data;

import java.util.stream.IntStream;

/** Minibatches of all examples in the order they stand in, for evaluation. The last one may be smaller. */
public final class SequentialIterator extends InMemoryIterator {

    /**
     * Starts at the first example.
     *
     * @param examples what to hand out
     * @param batch examples per minibatch, at least 1
     * @throws IllegalArgumentException if the batch size is not positive
     */
    public SequentialIterator(LabeledExamples examples, int batch) {
        super(examples, batch, false, order(examples));
    }

    /** Returns to the first example. */
    @Override
    public void reset() {
        restart(order(examples()));
    }

    private static int[] order(LabeledExamples examples) {
        return IntStream.range(0, examples.size()).toArray();
    }
}
