package io.github.dl4jsparse.examples.data;

/**
 * A data set as published: what to learn from and what to test on. See {@link Split} for a validation part.
 *
 * @param train the training examples
 * @param test the test examples
 * @param provenance which data these are
 */
public record TrainTestData(LabeledExamples train, LabeledExamples test, DataProvenance provenance) {

    static TrainTestData of(String name, String origin, LabeledExamples train, LabeledExamples test) {
        String hash = ContentHash.of(train, test);
        return new TrainTestData(train, test, new DataProvenance(name, train.size(), test.size(), hash, origin));
    }
}
