package io.github.dl4jsparse.continual.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Examples and their classes in memory, an example a row of numbers; parts share them. */
final class LabeledRows {

    private final List<float[]> features;
    private final int[] labels;
    private final int[] rows;
    private final long[] shape;
    private final int classes;

    private LabeledRows(List<float[]> features, int[] labels, int[] rows, long[] shape, int classes) {
        this.classes = classes;
        this.features = features;
        this.labels = labels;
        this.rows = rows;
        this.shape = shape;
    }

    /** Reads all there is, labels that are one-hot over all classes. */
    static LabeledRows of(DataSetIterator source) {
        if (!source.resetSupported()) {
            throw new IllegalArgumentException("The iterator of examples to make tasks of must be able to start again."
                    + " Maybe collect them in a ListDataSetIterator?");
        }
        int classes = 0;
        List<float[]> features = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        long[] shape = {};
        source.reset();
        while (source.hasNext()) {
            DataSet batch = source.next();
            shape = batch.getFeatures().shape().clone();
            checkLabels(batch, classes);
            classes = Math.toIntExact(batch.getLabels().size(1));
            int count = batch.numExamples();
            float[] numbers = batch.getFeatures().dup('c').data().asFloat();
            int width = numbers.length / count;
            for (int row = 0; row < count; row++) {
                features.add(Arrays.copyOfRange(numbers, row * width, (row + 1) * width));
                labels.add(batch.getLabels().getRow(row).argMax().getInt(0));
            }
        }
        source.reset();
        if (features.isEmpty()) {
            throw new IllegalArgumentException("There are no examples to make tasks of.");
        }
        int[] all = labels.stream().mapToInt(Integer::intValue).toArray();
        return new LabeledRows(features, all, IntStream.range(0, all.length).toArray(), shape, classes);
    }

    private static void checkLabels(DataSet batch, int classes) {
        INDArray labels = batch.getLabels();
        if (labels == null || labels.rank() != 2 || classes != 0 && labels.size(1) != classes) {
            throw new IllegalArgumentException("The labels of examples to make tasks of have the shape ("
                    + (labels == null ? "none" : Arrays.toString(labels.shape()))
                    + "). They must be one-hot, an example a row, all of the same width.");
        }
        if (batch.hasMaskArrays()) {
            throw new IllegalArgumentException(
                    "Examples to make tasks of have mask arrays, which would be lost. Give examples of one length.");
        }
    }

    /** With the class of each row; at least one row. */
    static LabeledRows of(List<float[]> features, int[] labels) {
        int[] all = IntStream.range(0, labels.length).toArray();
        int classes = Arrays.stream(labels).max().orElse(0) + 1;
        return new LabeledRows(
                List.copyOf(features), labels.clone(), all, new long[] {1, features.get(0).length}, classes);
    }

    LabeledRows ofClasses(Set<Integer> classes) {
        int[] some =
                Arrays.stream(rows).filter(row -> classes.contains(labels[row])).toArray();
        return new LabeledRows(features, labels, some, shape, this.classes);
    }

    int size() {
        return rows.length;
    }

    /** How many numbers an example has. */
    int width() {
        return features.get(0).length;
    }

    float[] features(int example) {
        return features.get(rows[example]);
    }

    int label(int example) {
        return labels[rows[example]];
    }

    /** The shape of a batch of so many. */
    long[] shape(int count) {
        long[] batch = shape.clone();
        batch[0] = count;
        return batch;
    }

    /** How many classes there are, whether or not they have examples here. */
    int classes() {
        return classes;
    }

    /** The classes that have examples. */
    SortedSet<Integer> present() {
        return Arrays.stream(rows).mapToObj(row -> labels[row]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** That training and test examples are of one kind. */
    void checkLike(LabeledRows train) {
        if (classes != train.classes || width() != train.width()) {
            throw new IllegalArgumentException("Test examples have (" + width() + ") numbers and (" + classes
                    + ") classes, training examples (" + train.width() + ") and (" + train.classes
                    + "). Both must be the same.");
        }
    }
}
