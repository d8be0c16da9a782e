package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptimizerSettings;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.weights.WeightInit;

/**
 * How a network is trained on each task.
 *
 * @param hidden units of the hidden layers
 * @param weights how first weights are drawn
 * @param optimizer updater and rate, which stays the same through a task
 * @param epochs passes over a task's examples
 * @param batch examples per step
 * @param normalisation scale of inputs
 */
public record Training(
        List<Integer> hidden,
        WeightInit weights,
        OptimizerSettings optimizer,
        int epochs,
        int batch,
        Normalisation normalisation) {

    /**
     * Checks the numbers.
     *
     * @param hidden units of the hidden layers
     * @param weights how first weights are drawn
     * @param optimizer updater and rate
     * @param epochs passes over a task's examples
     * @param batch examples per step
     * @param normalisation scale of inputs
     */
    public Training {
        hidden = List.copyOf(hidden);
        if (epochs < 1 || batch < 1 || hidden.isEmpty() || hidden.stream().anyMatch(units -> units < 1)) {
            throw new DL4JInvalidConfigException("The epochs (" + epochs + "), the batch (" + batch
                    + ") and the units of hidden layers " + hidden + " must be positive, and there must be some.");
        }
    }

    static Training of(List<Integer> hidden, Optimizer updater, double rate, int epochs) {
        return new Training(
                hidden,
                WeightInit.RELU,
                new OptimizerSettings(updater, rate, List.of(), 0),
                epochs,
                128,
                Normalisation.UNIT);
    }

    Training on(Normalisation scale) {
        return new Training(hidden, weights, optimizer, epochs, batch, scale);
    }

    Training from(WeightInit first) {
        return new Training(hidden, first, optimizer, epochs, batch, normalisation);
    }

    /**
     * The same for another time.
     *
     * @param passes over a task's examples
     * @return new settings
     */
    public Training epochs(int passes) {
        return new Training(hidden, weights, optimizer, passes, batch, normalisation);
    }

    /**
     * The same with other batches.
     *
     * @param examples per step
     * @return new settings
     */
    public Training batch(int examples) {
        return new Training(hidden, weights, optimizer, epochs, examples, normalisation);
    }
}
