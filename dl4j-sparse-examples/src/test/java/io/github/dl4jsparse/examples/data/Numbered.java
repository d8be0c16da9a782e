package io.github.dl4jsparse.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Examples that carry their own number as first feature, so that an order can be read off. */
final class Numbered {

    private Numbered() {}

    static LabeledExamples examples(int count) {
        float[] features = new float[2 * count];
        for (int i = 0; i < count; i++) {
            features[2 * i] = i;
            features[2 * i + 1] = 1;
        }
        return LabeledExamples.of(
                features, IntStream.range(0, count).map(i -> i % 3).toArray(), 2, 3);
    }

    static List<Integer> numbers(DataSet batch) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < batch.numExamples(); i++) {
            numbers.add((int) batch.getFeatures().getDouble(i, 0));
        }
        return numbers;
    }

    /** The numbers of what is left of the epoch. */
    static List<Integer> rest(DataSetIterator iterator) {
        List<Integer> numbers = new ArrayList<>();
        while (iterator.hasNext()) {
            numbers.addAll(numbers(iterator.next()));
        }
        return numbers;
    }
}
