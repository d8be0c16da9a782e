package io.github.dl4jsparse.listeners.topology;

import java.util.Arrays;
import java.util.BitSet;

/** Which neurons of a layer are weak. */
final class WeakNeurons {

    private WeakNeurons() {}

    /** The percentile of numbers, interpolated linearly between the two next ones. */
    static double percentile(double[] numbers, double percentile) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        double at = percentile / 100 * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /**
     * Neurons whose importance is at most the percentile, but never the strongest: of equals the last one.
     *
     * @param importances of all neurons
     * @param candidates those that count
     */
    static BitSet of(double[] importances, BitSet candidates, double percentile) {
        BitSet weak = new BitSet();
        if (candidates.isEmpty()) {
            return weak;
        }
        double bound =
                percentile(candidates.stream().mapToDouble(j -> importances[j]).toArray(), percentile);
        int strongest = candidates.nextSetBit(0);
        for (int j = strongest; j >= 0; j = candidates.nextSetBit(j + 1)) {
            strongest = importances[j] >= importances[strongest] ? j : strongest;
            weak.set(j, importances[j] <= bound);
        }
        weak.clear(strongest);
        return weak;
    }
}
