package io.github.dl4jsparse.examples.data;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Examples with their classes, in memory and immutable: a feature matrix {@code [size, width]} of floats and one class
 * per row. Subsets are views that share the features.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class LabeledExamples implements Serializable {

    private final float[] features;
    private final int[] labels;
    private final int[] rows;
    private final int width;
    private final int classes;

    private LabeledExamples(float[] features, int[] labels, int[] rows, int width, int classes) {
        this.features = features;
        this.labels = labels;
        this.rows = rows;
        this.width = width;
        this.classes = classes;
    }

    /**
     * Holds copies of arrays.
     *
     * @param features row by row, {@code labels.length * width} numbers
     * @param labels the class of each row, in {@code [0, classes)}; at least one
     * @param width features per example, at least 1
     * @param classes number of classes, at least 2
     * @return the examples
     * @throws IllegalArgumentException if lengths do not fit or a label is no class
     */
    public static LabeledExamples of(float[] features, int[] labels, int width, int classes) {
        return owning(features.clone(), labels.clone(), width, classes);
    }

    /** As {@link #of}, for arrays that nobody else holds. */
    static LabeledExamples owning(float[] features, int[] labels, int width, int classes) {
        if (width < 1 || classes < 2 || labels.length == 0) {
            throw new IllegalArgumentException("Examples (" + labels.length + ") of width (" + width + ") in classes ("
                    + classes + ") need at least one row, one feature and two classes.");
        }
        if (features.length != (long) labels.length * width) {
            throw new IllegalArgumentException("The number of features (" + features.length + ") must be the number of"
                    + " labels (" + labels.length + ") times the width (" + width + "). Maybe rows are missing?");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("The label (" + labels[i] + ") of example (" + i
                        + ") must be in [0, " + classes + "). Maybe labels start at 1?");
            }
        }
        int[] rows = IntStream.range(0, labels.length).toArray();
        return new LabeledExamples(features, labels, rows, width, classes);
    }

    /**
     * The number of examples.
     *
     * @return at least 1
     */
    public int size() {
        return rows.length;
    }

    /**
     * The number of features of each example.
     *
     * @return at least 1
     */
    public int width() {
        return width;
    }

    /**
     * The number of classes, met here or not.
     *
     * @return at least 2
     */
    public int classes() {
        return classes;
    }

    /**
     * The class of an example.
     *
     * @param example its number, in {@code [0, size)}
     * @return the class, in {@code [0, classes)}
     */
    public int label(int example) {
        return labels[rows[example]];
    }

    /**
     * The features of an example.
     *
     * @param example its number, in {@code [0, size)}
     * @return a copy, {@code width} numbers
     */
    public float[] features(int example) {
        float[] row = new float[width];
        copyFeatures(example, row, 0);
        return row;
    }

    void copyFeatures(int example, float[] target, int offset) {
        // No overflow: the product is an index of the array.
        System.arraycopy(features, rows[example] * width, target, offset, width);
    }

    /**
     * A view of some examples.
     *
     * @param examples their numbers, in {@code [0, size)}, at least one, in the order wanted
     * @return the examples in that order
     * @throws IllegalArgumentException if none is asked for or a number is out of range
     */
    public LabeledExamples subset(int... examples) {
        if (examples.length == 0) {
            throw new IllegalArgumentException("A subset needs at least one example.");
        }
        int[] chosen = new int[examples.length];
        for (int i = 0; i < chosen.length; i++) {
            if (examples[i] < 0 || examples[i] >= size()) {
                throw new IllegalArgumentException("The example (" + examples[i] + ") must be in [0, " + size()
                        + "). Maybe it is of another set?");
            }
            chosen[i] = rows[examples[i]];
        }
        return new LabeledExamples(features, labels, chosen, width, classes);
    }

    /**
     * A view of the first examples.
     *
     * @param count how many, in {@code [1, size]}
     * @return the examples
     * @throws IllegalArgumentException if there are not that many
     */
    public LabeledExamples first(int count) {
        if (count < 1 || count > size()) {
            throw new IllegalArgumentException(
                    "The number of examples (" + count + ") must be in [1, " + size() + "]. Maybe the set is smaller?");
        }
        return subset(IntStream.range(0, count).toArray());
    }

    /**
     * All examples as one data set.
     *
     * @return features {@code [size, width]} in C order, one-hot labels {@code [size, classes]}, both float
     */
    public DataSet toDataSet() {
        return toDataSet(IntStream.range(0, size()).toArray(), 0, size());
    }

    /** The examples {@code order[from] .. order[to - 1]} as one data set. */
    DataSet toDataSet(int[] order, int from, int to) {
        int count = to - from;
        float[] batch = new float[Math.multiplyExact(count, width)];
        float[] oneHot = new float[Math.multiplyExact(count, classes)];
        for (int i = 0; i < count; i++) {
            copyFeatures(order[from + i], batch, i * width);
            oneHot[i * classes + label(order[from + i])] = 1;
        }
        return new DataSet(
                Nd4j.create(batch, new long[] {count, width}, new long[] {width, 1}, 'c', DataType.FLOAT),
                Nd4j.create(oneHot, new long[] {count, classes}, new long[] {classes, 1}, 'c', DataType.FLOAT));
    }
}
