package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples of earlier tasks, up to a number of them. Which ones stay is drawn so that, seen from any moment, all examples that came
 * had the same chance (reservoir sampling, Vitter 1985), or so that classes are even: a full buffer gives up an example of its
 * largest class, and of that class each example that came has the same chance (class-balancing reservoir sampling, Chrysakis and
 * Moens, ICML 2020).
 */
public final class ReplayBuffer {

    /** Which examples stay in a full buffer. */
    public enum Policy {
        /** Each that came has the same chance. */
        RESERVOIR,
        /** As many of each class as can be. */
        CLASS_BALANCED
    }

    private final int capacity;
    private final Policy policy;
    private final List<INDArray> features = new ArrayList<>();
    private final List<INDArray> labels = new ArrayList<>();
    private final List<Integer> classes = new ArrayList<>();
    private final Map<Integer, Long> seenOfClass = new TreeMap<>();
    private long seen;

    /**
     * An empty buffer.
     *
     * @param capacity how many examples at most, at least 1
     * @param policy which stay
     * @throws DL4JInvalidConfigException if the capacity is not positive
     */
    public ReplayBuffer(int capacity, Policy policy) {
        if (capacity < 1) {
            throw new DL4JInvalidConfigException(
                    "The capacity (" + capacity + ") of a replay buffer must be positive.");
        }
        this.capacity = capacity;
        this.policy = policy;
    }

    /**
     * The number of examples.
     *
     * @return at most the capacity
     */
    public int size() {
        return features.size();
    }

    /**
     * Offers the examples of a batch.
     *
     * @param batch features of any shape and one-hot labels; copied
     * @param random where the draws come from
     */
    public void offer(DataSet batch, RandomStream random) {
        for (int row = 0; row < batch.numExamples(); row++) {
            int label = Math.toIntExact(
                    batch.getLabels().slice(row).ravel().argMax().getLong(0));
            int place = place(label, random);
            if (place < size()) {
                features.set(place, example(batch.getFeatures(), row));
                labels.set(place, example(batch.getLabels(), row));
                classes.set(place, label);
            } else if (place < capacity) {
                features.add(example(batch.getFeatures(), row));
                labels.add(example(batch.getLabels(), row));
                classes.add(label);
            }
        }
    }

    /** Where the next example goes; the capacity if nowhere. */
    private int place(int label, RandomStream random) {
        seen++;
        seenOfClass.merge(label, 1L, Long::sum);
        if (size() < capacity) {
            return size();
        }
        if (policy == Policy.RESERVOIR) {
            long place = random.nextLong(seen);
            return place < capacity ? (int) place : capacity;
        }
        return placeOfLargestClass(label, random);
    }

    /** Of the largest class gives up one at random; an example of that class itself comes in as in a reservoir. */
    private int placeOfLargestClass(int label, RandomStream random) {
        int most = classes.stream().mapToInt(Integer::intValue).max().orElse(0);
        int[] counts = new int[Math.max(most, label) + 1];
        classes.forEach(c -> counts[c]++);
        int largest = 0;
        for (int c = 1; c < counts.length; c++) {
            largest = counts[c] > counts[largest] ? c : largest;
        }
        int given = counts[label] >= counts[largest] ? label : largest;
        if (given == label && random.nextLong(seenOfClass.get(label)) >= counts[label]) {
            return capacity;
        }
        int skip = random.nextInt(counts[given]);
        for (int place = 0; place < size(); place++) {
            if (classes.get(place) == given && skip-- == 0) {
                return place;
            }
        }
        throw new IllegalStateException("The classes of the replay buffer do not add up.");
    }

    private static INDArray example(INDArray batch, int row) {
        long[] shape = batch.shape().clone(); // the array's own otherwise
        shape[0] = 1;
        return batch.slice(row).dup('c').reshape('c', shape).detach();
    }

    /**
     * Draws examples.
     *
     * @param count how many; fewer come if there are fewer
     * @param random where the draws come from
     * @return a batch of different examples
     * @throws IllegalStateException if the buffer is empty
     */
    public DataSet sample(int count, RandomStream random) {
        if (size() == 0) {
            throw new IllegalStateException("The replay buffer is empty.");
        }
        long[] drawn = random.sample(size(), Math.min(count, size()));
        return batch(Arrays.stream(drawn).mapToInt(Math::toIntExact).toArray());
    }

    /**
     * Some examples.
     *
     * @param places their places, below {@link #size}
     * @return a batch of them, in this order
     */
    public DataSet batch(int... places) {
        List<INDArray> x = new ArrayList<>();
        List<INDArray> y = new ArrayList<>();
        for (int place : places) {
            x.add(features.get(place));
            y.add(labels.get(place));
        }
        return new DataSet(Nd4j.concat(0, x.toArray(INDArray[]::new)), Nd4j.concat(0, y.toArray(INDArray[]::new)));
    }

    /**
     * How much is stored.
     *
     * @return bytes of features and labels
     */
    public long bytes() {
        return size() == 0
                ? 0
                : size()
                        * (features.get(0).length() * features.get(0).dataType().width()
                                + labels.get(0).length()
                                        * labels.get(0).dataType().width());
    }

    /**
     * Writes the examples.
     *
     * @param out to write to
     * @throws IOException if writing fails
     */
    public void writeTo(DataOutputStream out) throws IOException {
        out.writeLong(seen);
        out.writeInt(seenOfClass.size());
        for (Map.Entry<Integer, Long> each : seenOfClass.entrySet()) {
            out.writeInt(each.getKey());
            out.writeLong(each.getValue());
        }
        out.writeInt(size());
        for (int place = 0; place < size(); place++) {
            out.writeInt(classes.get(place));
            Nd4j.write(features.get(place), out);
            Nd4j.write(labels.get(place), out);
        }
    }

    /**
     * Reads what {@link #writeTo} has written, instead of what is there.
     *
     * @param in to read from
     * @throws IOException if reading fails
     */
    public void readFrom(DataInputStream in) throws IOException {
        features.clear();
        labels.clear();
        classes.clear();
        seenOfClass.clear();
        seen = in.readLong();
        int classCount = in.readInt();
        for (int c = 0; c < classCount; c++) {
            seenOfClass.put(in.readInt(), in.readLong());
        }
        int count = in.readInt();
        for (int place = 0; place < count; place++) {
            classes.add(in.readInt());
            features.add(Nd4j.read(in));
            labels.add(Nd4j.read(in));
        }
    }
}
