package io.github.dl4jsparse.listeners.average;

import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The averages of one weight's connections, each with its own number of steps; 20 bytes for each. What is dropped is
 * forgotten, what is grown begins anew.
 */
final class ConnectionAverage {

    private final SparseWeight weight;
    private long[] positions = {};
    private double[] average = {};
    private int[] steps = {};

    ConnectionAverage(SparseWeight weight) {
        this.weight = weight;
    }

    /** The weight that is averaged in a step: all of the first two, then {@code 1 / (step - 1)}. */
    static double share(long step) {
        return step >= 3 ? 1.0 / (step - 1) : 1;
    }

    void step() {
        follow();
        int[] i = {0};
        weight.forEachActive((position, value) -> {
            int at = i[0]++;
            steps[at]++;
            double share = share(steps[at]);
            average[at] = share == 1 ? value : average[at] + share * (value - average[at]);
        });
    }

    /** Lets the numbers stand beside the connections that there are now. */
    void follow() {
        long[] now = new long[Math.toIntExact(weight.active().count())];
        int[] next = {0};
        weight.forEachActive((position, value) -> now[next[0]++] = position);
        if (Arrays.equals(now, positions)) {
            return;
        }
        double[] moved = new double[now.length];
        int[] movedSteps = new int[now.length];
        PositionSet active = weight.active();
        int to = 0;
        for (int from = 0; from < positions.length; from++) {
            if (active.contains(positions[from])) {
                // what is kept stands in the same order as before
                while (now[to] != positions[from]) {
                    to++;
                }
                moved[to] = average[from];
                movedSteps[to] = steps[from];
            }
        }
        positions = now;
        average = moved;
        steps = movedSteps;
    }

    /** Exchanges the network's values and the averages. */
    void swap() {
        double[] present = new double[average.length];
        int[] next = {0};
        weight.forEachActive((position, value) -> present[next[0]++] = value);
        next[0] = 0;
        weight.assign(position -> average[next[0]++]);
        average = present;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(positions.length);
        for (int i = 0; i < positions.length; i++) {
            out.writeLong(positions[i]);
            out.writeDouble(average[i]);
            out.writeInt(steps[i]);
        }
    }

    void readFrom(DataInput in) throws IOException {
        int count = in.readInt();
        positions = new long[count];
        average = new double[count];
        steps = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = in.readLong();
            average[i] = in.readDouble();
            steps[i] = in.readInt();
        }
    }
}
