package io.github.dl4jsparse.listeners.topology;

import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The mean loss over the examples of an iterator, as at test time and without penalties of the weights, which would
 * be smaller the fewer connections there are. Between two training steps it changes nothing that training depends on.
 */
record ValidationLoss(DataSetIterator data) implements ToDoubleFunction<Model> {

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
