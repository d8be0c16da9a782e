package io.github.dl4jsparse.listeners.topology;

import java.util.function.ToDoubleFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The mean loss over the examples of an iterator, as at test time and without penalties of the weights, which would
 * be smaller the fewer connections there are. Between two training steps it changes nothing that training depends on.
 * For networks with one input and one output.
 *
 * @param data examples that are not trained on; read anew each time
 */
public record ValidationLoss(DataSetIterator data) implements ToDoubleFunction<Model> {

    /**
     * Checks that the examples can be read again and again.
     *
     * @param data examples that are not trained on
     * @throws DL4JInvalidConfigException if they can be read only once
     */
    public ValidationLoss {
        if (!data.resetSupported()) {
            throw new DL4JInvalidConfigException(
                    "The validation examples (" + data.getClass().getSimpleName()
                            + ") cannot be read a second time. Use an iterator that can be reset.");
        }
    }

    /** Refuses graphs that a pair of features and labels does not fit. */
    void check(Model model) {
        if (model instanceof ComputationGraph graph
                && (graph.getNumInputArrays() != 1 || graph.getNumOutputArrays() != 1)) {
            throw new DL4JInvalidConfigException(
                    "The graph has (" + graph.getNumInputArrays() + ") inputs and ("
                            + graph.getNumOutputArrays()
                            + ") outputs, and a validation iterator examples of one each. Hand over a loss function of your own.");
        }
    }

    @Override
    public double applyAsDouble(Model model) {
        data.reset();
        double sum = 0;
        long examples = 0;
        while (data.hasNext()) {
            DataSet batch = data.next();
            int size = batch.numExamples();
            sum += size * score(model, batch);
            examples += size;
        }
        if (examples == 0) {
            throw new DL4JInvalidInputException("There are (0) validation examples. Maybe the iterator was used up?");
        }
        return sum / examples;
    }

    private static double score(Model model, DataSet batch) {
        if (model instanceof MultiLayerNetwork layered) {
            return layered.score(batch, false) - layered.calcRegularizationScore(true);
        }
        ComputationGraph graph = (ComputationGraph) model;
        return graph.score(batch, false) - graph.calcRegularizationScore(true);
    }
}
