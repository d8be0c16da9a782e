package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.examples.data.DataProvenance;
import java.util.List;

/**
 * What a training run has brought.
 *
 * @param settings of the run
 * @param data on which it was made
 * @param sparsityRequested the share of connections to leave out; 0 for a dense run
 * @param perEpoch the epochs, at least one
 * @param modelBytes size of the model file that is needed to use the network: without the updater's state
 * @param pruned what pruning it makes of the trained network, if that was asked for
 */
public record RunResult(
        RunSettings settings,
        DataProvenance data,
        double sparsityRequested,
        List<EpochResult> perEpoch,
        long modelBytes,
        List<PrunedResult> pruned) {

    /**
     * Keeps copies of the lists.
     *
     * @param settings of the run
     * @param data on which it was made
     * @param sparsityRequested the share of connections to leave out; 0 for a dense run
     * @param perEpoch the epochs, at least one
     * @param modelBytes size of the model file that is needed to use the network: without the updater's state
     * @param pruned what pruning it makes of the trained network, if that was asked for
     */
    public RunResult {
        perEpoch = List.copyOf(perEpoch);
        pruned = List.copyOf(pruned);
    }

    /**
     * The last epoch.
     *
     * @return what it has brought
     */
    public EpochResult last() {
        return perEpoch.get(perEpoch.size() - 1);
    }

    /**
     * The accuracy after the last epoch.
     *
     * @return in [0, 1]
     */
    public double accuracy() {
        return last().accuracy();
    }

    /**
     * The connections at the end.
     *
     * @return their number
     */
    public long connections() {
        return last().layers().stream().mapToLong(LayerDensity::connections).sum();
    }

    /**
     * The connections that a dense network of this architecture has.
     *
     * @return their number, biases left out
     */
    public long totalWeights() {
        return last().layers().stream().mapToLong(LayerDensity::weights).sum();
    }

    /**
     * The sparsity at the end.
     *
     * @return the share of connections that are left out, in [0, 1)
     */
    public double sparsityReached() {
        return 1 - (double) connections() / totalWeights();
    }

    /**
     * The training time of an epoch, evaluation left out.
     *
     * @return the median
     */
    public double secondsPerEpoch() {
        double[] sorted =
                perEpoch.stream().mapToDouble(EpochResult::seconds).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
