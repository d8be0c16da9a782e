package io.github.dl4jsparse.continual.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Examples and their classes in memory, an example a row of numbers; parts share them. */
final class LabeledRows {

    private final List<float[]> features;
    private final int[] labels;
    private final int[] rows;
    private final long[] shape;

    private LabeledRows(List<float[]> features, int[] labels, int[] rows, long[] shape) {
        this.features = features;
        this.labels = labels;
        this.rows = rows;
        this.shape = shape;
    }

    /** Reads all there is. */
    static LabeledRows of(DataSetIterator source) {
        List<float[]> features = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        long[] shape = {};
        source.reset();
        while (source.hasNext()) {
            DataSet batch = source.next();
            shape = batch.getFeatures().shape().clone();
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
        return new LabeledRows(features, all, IntStream.range(0, all.length).toArray(), shape);
    }

    /** With the class of each row; at least one row. */
    static LabeledRows of(List<float[]> features, int[] labels) {
        int[] all = IntStream.range(0, labels.length).toArray();
        return new LabeledRows(List.copyOf(features), labels.clone(), all, new long[] {1, features.get(0).length});
    }

    LabeledRows ofClasses(Set<Integer> classes) {
        int[] some =
                Arrays.stream(rows).filter(row -> classes.contains(labels[row])).toArray();
        return new LabeledRows(features, labels, some, shape);
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

    int classes() {
        return Arrays.stream(labels).max().orElse(0) + 1;
    }
}
