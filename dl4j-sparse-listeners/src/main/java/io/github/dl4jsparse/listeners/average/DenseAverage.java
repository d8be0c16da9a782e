package io.github.dl4jsparse.listeners.average;

import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The averages of what is trained and no connection of a sparse weight: biases, gains, weights of dense layers.
 * Parameters with the updater {@code NoOp} are left out: running means of batch normalisation, and the patterns of
 * truly sparse layers.
 */
final class DenseAverage {

    private final NetworkView network;
    private final List<long[]> ranges = new ArrayList<>();
    private final double[] average;
    private long steps;

    DenseAverage(NetworkView network, List<SparseWeight> weights) {
        this.network = network;
        Map<String, SparseWeight> sparse = new HashMap<>();
        weights.forEach(weight -> sparse.put(weight.name(), weight));
        for (UpdaterBlock block : network.updater().getUpdaterBlocks()) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                IUpdater updater = state.getLayer().getConfig().getUpdaterByParam(state.getParamName());
                if (!(updater instanceof NoOp)) {
                    SparseWeight weight = sparse.get(nameOf(state));
                    long start = state.getParamOffsetStart() + (weight == null ? 0 : covered(weight, state));
                    ranges.add(new long[] {start, state.getParamOffsetEnd()});
                }
            }
        }
        average = new double
                [Math.toIntExact(
                        ranges.stream().mapToLong(range -> range[1] - range[0]).sum())];
    }

    private String nameOf(UpdaterBlock.ParamState state) {
        Set<String> names = network.layers().keySet();
        for (String name : names) {
            if (network.layers().get(name) == state.getLayer()) {
                return name + "_" + state.getParamName();
            }
        }
        return state.getParamName();
    }

    /** How many numbers of an array are positions of its weight: all of them but peepholes, which stand last. */
    private static long covered(SparseWeight weight, UpdaterBlock.ParamState state) {
        long all = (long) state.getParamOffsetEnd() - state.getParamOffsetStart();
        return Math.min(all, weight.shape().size());
    }

    boolean hasSteps() {
        return steps > 0;
    }

    void step() {
        steps++;
        double share = ConnectionAverage.share(steps);
        FlatArray params = FlatArray.of(network.params());
        int at = 0;
        for (long[] range : ranges) {
            for (long i = range[0]; i < range[1]; i++) {
                double value = params.get(i);
                average[at] = share == 1 ? value : average[at] + share * (value - average[at]);
                at++;
            }
        }
    }

    /** Exchanges the network's values and the averages. */
    void swap() {
        FlatArray params = FlatArray.of(network.params());
        int at = 0;
        for (long[] range : ranges) {
            for (long i = range[0]; i < range[1]; i++) {
                double value = params.get(i);
                params.set(i, average[at]);
                average[at++] = value;
            }
        }
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(steps);
        out.writeInt(average.length);
        for (double number : average) {
            out.writeDouble(number);
        }
    }

    void readFrom(DataInput in) throws IOException {
        steps = in.readLong();
        int count = in.readInt();
        if (count != average.length) {
            throw new IOException("The saved averages are of (" + count + ") dense parameters, the network has ("
                    + average.length + "). Maybe they belong to another network?");
        }
        for (int i = 0; i < count; i++) {
            average[i] = in.readDouble();
        }
    }
}
