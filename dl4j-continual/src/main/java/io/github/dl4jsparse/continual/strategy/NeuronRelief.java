package io.github.dl4jsparse.continual.strategy;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The rule by which {@link ContinualPruneAndSelect} prunes. Dekhovich et al., <i>Neural Network Relief: a Pruning Algorithm Based on
 * Neural Activity</i>, Machine Learning 2024.
 */
final class NeuronRelief {

    private NeuronRelief() {}

    /**
     * The shortest prefix of the edges, the most important ones first, ties by position, whose importances add up to {@code alpha}
     * of all. Nothing is kept where all are 0.
     */
    static boolean[] kept(double[] importances, double alpha) {
        int[] order = IntStream.range(0, importances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -importances[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double all = 0;
        for (int i : order) {
            all += importances[i];
        }
        boolean[] kept = new boolean[importances.length];
        double sum = 0;
        for (int i : order) {
            if (sum >= alpha * all) {
                break;
            }
            kept[i] = true;
            sum += importances[i];
        }
        return kept;
    }

    /** How a kernel moves along one dimension of a channel. */
    record Axis(int in, int out, int kernel, int stride, int padding, int dilation) {

        int index(int window, int tap) {
            return window * stride - padding + tap * dilation;
        }
    }

    /**
     * The Frobenius norm over output positions of {@code sum |w| mean |x|} over the kernel's window.
     *
     * @param activity {@code mean |x|} of the channel, row by row
     * @param weights the kernel, row by row
     */
    static double kernelImportance(double[] activity, double[] weights, Axis rows, Axis columns) {
        double squares = 0;
        for (int row = 0; row < rows.out; row++) {
            for (int column = 0; column < columns.out; column++) {
                double sum = 0;
                for (int tap = 0; tap < weights.length; tap++) {
                    int y = rows.index(row, tap / columns.kernel);
                    int x = columns.index(column, tap % columns.kernel);
                    if (y >= 0 && y < rows.in && x >= 0 && x < columns.in) {
                        sum += activity[y * columns.in + x] * Math.abs(weights[tap]);
                    }
                }
                squares += sum * sum;
            }
        }
        return Math.sqrt(squares);
    }
}
