package io.github.dl4jsparse.continual.inference;

import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Uncertainty of answers. */
final class Entropy {

    private Entropy() {}

    /** The mean over examples of {@code -sum p log p}, p the softmax over some outputs. */
    static double mean(INDArray logits, Set<Integer> outputs) {
        double sum = 0;
        int rows = Math.toIntExact(logits.size(0));
        for (int row = 0; row < rows; row++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int output : outputs) {
                most = Math.max(most, logits.getDouble(row, output));
            }
            double total = 0;
            double weighted = 0;
            for (int output : outputs) {
                double shifted = logits.getDouble(row, output) - most;
                double weight = Math.exp(shifted);
                total += weight;
                weighted += weight * shifted;
            }
            sum += Math.log(total) - weighted / total;
        }
        return sum / rows;
    }
}
