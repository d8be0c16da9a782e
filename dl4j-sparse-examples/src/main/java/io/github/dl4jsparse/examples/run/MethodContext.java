package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.examples.data.LabeledExamples;
import io.github.dl4jsparse.examples.data.SequentialIterator;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * What a method is put on, and what it may use.
 *
 * @param network built or loaded, without the method
 * @param settings of the run
 * @param budgets the exact number of connections of each ordinary array at the start, as a distribution
 * @param connections at the start, of the whole network
 * @param steps how many the whole training has
 * @param validation for methods that decide by validation examples: training examples that are not trained on, and that
 *     accuracy is not reported on
 */
public record MethodContext(
        Model network,
        RunSettings settings,
        SparsityDistribution budgets,
        long connections,
        long steps,
        Optional<LabeledExamples> validation) {

    private static final int BATCH = 1000;

    DataSetIterator validationExamples() {
        return new SequentialIterator(validation.orElseThrow(), BATCH);
    }

    double validationAccuracy(Model model) {
        return ((MultiLayerNetwork) model).evaluate(validationExamples()).accuracy();
    }
}
