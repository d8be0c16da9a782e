package io.github.dl4jsparse.examples.data;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Three parts: learn on the first, choose hyper-parameters on the second, report on the third once.
 *
 * @param train what is left of the training examples
 * @param validation drawn from the training examples
 * @param test the test examples, untouched
 */
public record Split(LabeledExamples train, LabeledExamples validation, LabeledExamples test) {

    /**
     * Draws validation examples from the training part, uniformly without replacement; both keep their order.
     *
     * @param data the published parts
     * @param share of the training examples that is used for validation, in (0, 1), rounded to whole examples
     * @param seed the same seed draws the same examples
     * @return the three parts
     * @throws IllegalArgumentException if the share is out of range or leaves a part empty
     */
    public static Split of(TrainTestData data, double share, long seed) {
        LabeledExamples all = data.train();
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "The validation share (" + share + ") must be in (0, 1). Maybe you passed a percentage?");
        }
        int count = (int) Math.round(share * all.size());
        if (count == 0 || count == all.size()) {
            throw new IllegalArgumentException("The validation share (" + share + ") of the training examples ("
                    + all.size() + ") leaves a part empty. Maybe the data set is too small for it?");
        }
        int[] validation = Arrays.stream(
                        RandomStream.of(seed, "validation split").sample(all.size(), count))
                .mapToInt(Math::toIntExact)
                .toArray();
        int[] train = IntStream.range(0, all.size())
                .filter(i -> Arrays.binarySearch(validation, i) < 0)
                .toArray();
        return new Split(all.subset(train), all.subset(validation), data.test());
    }
}
