package io.github.dl4jsparse.listeners.average;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Fires when a loss exceeds the best of all earlier ones but the last few. */
final class NonMonotoneTrigger {

    private final int patience;
    private final List<Double> losses = new ArrayList<>();

    NonMonotoneTrigger(int patience) {
        this.patience = patience;
    }

    boolean fires(double loss) {
        boolean fires = losses.size() > patience && loss > Collections.min(losses.subList(0, losses.size() - patience));
        losses.add(loss);
        return fires;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(losses.size());
        for (double loss : losses) {
            out.writeDouble(loss);
        }
    }

    void readFrom(DataInput in) throws IOException {
        losses.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            losses.add(in.readDouble());
        }
    }
}
