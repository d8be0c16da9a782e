package io.github.dl4jsparse.examples.data;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.stream.IntStream;

/**
 * Minibatches of all examples, in a new order every epoch; the order depends on the seed and on the number of the epoch
 * only. A run that is continued with {@code startingAt(net.getEpochCount())} sees what the uninterrupted run would have
 * seen.
 *
 * <p>{@link #reset()} moves on to the next epoch once anything was handed out, and does nothing before that: DL4J
 * resets before the first epoch (early stopping), or only when {@code fit} finds the iterator exhausted, and users
 * reset in between to be sure; the epochs are counted right in all these cases. What else reads the data, such as
 * fitting a normaliser, uses up an epoch: give it an iterator of its own. DL4J is told not to prefetch; an
 * {@code AsyncDataSetIterator} that a user puts in front reads ahead, and resetting it may skip the epoch it has begun.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class ShuffledIterator extends InMemoryIterator {

    private final long seed;
    private final boolean dropLast;
    private int epoch;

    /**
     * Starts with epoch 0 and keeps the last smaller minibatch.
     *
     * @param examples what to hand out
     * @param batch examples per minibatch, at least 1
     * @param seed of the orders
     * @throws IllegalArgumentException if the batch size is not positive
     */
    public ShuffledIterator(LabeledExamples examples, int batch, long seed) {
        this(examples, batch, seed, 0, false);
    }

    private ShuffledIterator(LabeledExamples examples, int batch, long seed, int epoch, boolean dropLast) {
        super(examples, batch, dropLast, order(examples.size(), seed, epoch));
        this.seed = seed;
        this.epoch = epoch;
        this.dropLast = dropLast;
    }

    /**
     * The same data from the beginning of another epoch, for a run that is continued.
     *
     * @param firstEpoch number of the first epoch to hand out, counted from 0
     * @return a new iterator with the same pre-processor
     * @throws IllegalArgumentException if the number is negative
     */
    public ShuffledIterator startingAt(int firstEpoch) {
        if (firstEpoch < 0) {
            throw new IllegalArgumentException(
                    "The epoch (" + firstEpoch + ") must not be negative. Epochs are counted from 0.");
        }
        return like(firstEpoch, dropLast);
    }

    /**
     * The same data without the smaller minibatch at the end of an epoch, from the beginning of this epoch.
     *
     * @return a new iterator with the same pre-processor
     * @throws IllegalArgumentException if there are fewer examples than one minibatch takes
     */
    public ShuffledIterator droppingLast() {
        return like(epoch(), true);
    }

    private ShuffledIterator like(int firstEpoch, boolean dropping) {
        ShuffledIterator other = new ShuffledIterator(examples(), batch(), seed, firstEpoch, dropping);
        other.setPreProcessor(getPreProcessor());
        return other;
    }

    /**
     * The number of the epoch that is being handed out, or has been if nothing is left of it.
     *
     * @return counted from 0
     */
    public int epoch() {
        return epoch;
    }

    /** Moves on to the next epoch, or stays at the beginning of this one if nothing of it was handed out yet. */
    @Override
    public void reset() {
        if (!untouched()) {
            int following = Math.addExact(epoch, 1);
            restart(order(examples().size(), seed, following));
            epoch = following;
        }
    }

    /** Fisher and Yates' shuffle. */
    private static int[] order(int size, long seed, int epoch) {
        int[] order = IntStream.range(0, size).toArray();
        RandomStream random = RandomStream.of(seed, "order of examples", epoch);
        for (int last = size - 1; last > 0; last--) {
            int chosen = random.nextInt(last + 1);
            int kept = order[last];
            order[last] = order[chosen];
            order[chosen] = kept;
        }
        return order;
    }
}
