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

    /**
     * The same examples with standardised features, {@code z = (x - mean) / deviation} by one mean and one standard deviation of
     * all features of the training examples together: 0.1307 and 0.3081 for MNIST.
     *
     * @return new examples, of the same provenance
     */
    public TrainTestData standardized() {
        ZScore scale = ZScore.overall(train);
        return new TrainTestData(scale.apply(train), scale.apply(test), provenance);
    }

    /**
     * The same examples with features on another scale, {@code z = (x - mean) / deviation}.
     *
     * @param mean of all features
     * @param deviation of all features, positive
     * @return new examples, of the same provenance
     */
    public TrainTestData scaled(double mean, double deviation) {
        ZScore scale = ZScore.by(mean, deviation, train.width());
        return new TrainTestData(scale.apply(train), scale.apply(test), provenance);
    }
}
