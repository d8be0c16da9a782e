package io.github.dl4jsparse.continual.strategy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Notices when an accuracy falls below a share of the mean of those before it. */
final class DriftDetector {

    private final int window;
    private final double drop;
    private final Deque<Double> accuracies = new ArrayDeque<>();

    DriftDetector(int window, double drop) {
        this.window = window;
        this.drop = drop;
    }

    /** Looks at the accuracy on new examples; after a drift nothing is remembered. */
    boolean drifts(double accuracy) {
        if (accuracies.size() == window) {
            double mean = accuracies.stream().mapToDouble(a -> a).sum() / window;
            if (accuracy < drop * mean) {
                accuracies.clear();
                return true;
            }
            accuracies.removeFirst();
        }
        accuracies.addLast(accuracy);
        return false;
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(accuracies.size());
        for (double accuracy : accuracies) {
            out.writeDouble(accuracy);
        }
    }

    void readFrom(DataInputStream in) throws IOException {
        accuracies.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            accuracies.addLast(in.readDouble());
        }
    }
}
