package io.github.dl4jsparse.continual.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** The mean feature of each class of each task: what goes into the output layer, each example's scaled to length 1. */
public final class ClassMeans {

    private final Map<Integer, SortedMap<Integer, INDArray>> means = new LinkedHashMap<>();

    /** Without any task. */
    public ClassMeans() {}

    /** The features of some examples. */
    @FunctionalInterface
    public interface Features {

        /**
         * Computes features.
         *
         * @param examples a batch
         * @return an example a row
         */
        INDArray of(INDArray examples);
    }

    /**
     * Scales each row to length 1; rows of zeros stay.
     *
     * @param features an example a row
     * @return a new array
     */
    public static INDArray normalized(INDArray features) {
        INDArray lengths = features.norm2(true, 1);
        for (int row = 0; row < lengths.length(); row++) {
            if (lengths.getDouble(row) == 0) {
                lengths.putScalar(row, 1);
            }
        }
        return features.div(lengths);
    }

    /**
     * Computes the means of a task.
     *
     * @param task its id
     * @param examples its examples
     * @param features of the task
     */
    public void keep(int task, DataSetIterator examples, Features features) {
        SortedMap<Integer, INDArray> sums = new TreeMap<>();
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        examples.reset();
        while (examples.hasNext()) {
            DataSet batch = examples.next();
            INDArray rows = normalized(features.of(batch.getFeatures()));
            INDArray classes = batch.getLabels().argMax(1);
            for (int row = 0; row < rows.size(0); row++) {
                int label = classes.getInt(row);
                sums.merge(label, rows.getRow(row).dup('c').detach(), INDArray::addi);
                counts.merge(label, 1, Integer::sum);
            }
        }
        examples.reset();
        sums.forEach((label, sum) -> sum.divi(counts.get(label)));
        means.put(task, sums);
    }

    /**
     * The means of a task.
     *
     * @param task its id
     * @return by class, ascending; empty if none were kept
     */
    public SortedMap<Integer, INDArray> of(int task) {
        return means.getOrDefault(task, new TreeMap<>());
    }

    /**
     * A copy, which later tasks do not change.
     *
     * @return the same means
     */
    public ClassMeans copy() {
        ClassMeans copy = new ClassMeans();
        copy.means.putAll(means);
        return copy;
    }

    /**
     * Takes the means of another.
     *
     * @param other what is kept from now on
     */
    public void assign(ClassMeans other) {
        means.clear();
        means.putAll(other.means);
    }

    /**
     * How much is kept for a task.
     *
     * @param task its id
     * @return bytes, 0 if nothing was kept
     */
    public long bytes(int task) {
        return of(task).values().stream()
                .mapToLong(mean -> mean.length() * mean.dataType().width())
                .sum();
    }

    /**
     * Writes all that is kept.
     *
     * @param out to write to
     * @throws IOException if writing fails
     */
    public void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(means.size());
        for (Map.Entry<Integer, SortedMap<Integer, INDArray>> task : means.entrySet()) {
            out.writeInt(task.getKey());
            out.writeInt(task.getValue().size());
            for (Map.Entry<Integer, INDArray> mean : task.getValue().entrySet()) {
                out.writeInt(mean.getKey());
                Nd4j.write(mean.getValue(), out);
            }
        }
    }

    /**
     * Reads what {@link #writeTo} has written, instead of what is kept.
     *
     * @param in to read from
     * @throws IOException if reading fails
     */
    public void readFrom(DataInputStream in) throws IOException {
        means.clear();
        int tasks = in.readInt();
        for (int t = 0; t < tasks; t++) {
            int task = in.readInt();
            SortedMap<Integer, INDArray> read = new TreeMap<>();
            int classes = in.readInt();
            for (int c = 0; c < classes; c++) {
                read.put(in.readInt(), Nd4j.read(in));
            }
            means.put(task, read);
        }
    }
}
