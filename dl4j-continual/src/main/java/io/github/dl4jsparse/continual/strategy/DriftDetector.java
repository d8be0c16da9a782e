package io.github.dl4jsparse.continual.strategy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.commons.math3.distribution.HypergeometricDistribution;

/** Notices when the share of right answers falls below a part of that in the minibatches before, by more than chance explains. */
final class DriftDetector {

    private final int window;
    private final double drop;
    private final double significance;
    private final Deque<Answers> before = new ArrayDeque<>();

    DriftDetector(int window, double drop, double significance) {
        this.window = window;
        this.drop = drop;
        this.significance = significance;
    }

    /** How many answers to a minibatch were right. */
    record Answers(int right, int all) {

        Answers plus(Answers other) {
            return new Answers(right + other.right, all + other.all);
        }

        double share() {
            return (double) right / all;
        }
    }

    /** Looks at the answers to new examples; after a drift nothing is remembered. */
    boolean drifts(Answers answers) {
        if (before.size() == window) {
            Answers sum = before.stream().reduce(new Answers(0, 0), Answers::plus);
            if (answers.share() < drop * sum.share() && chance(answers, sum) <= significance) {
                before.clear();
                return true;
            }
            before.removeFirst();
        }
        before.addLast(answers);
        return false;
    }

    /** Of so few right answers or fewer, if all have the same chance to be right: Fisher's exact test. */
    private static double chance(Answers answers, Answers before) {
        Answers all = answers.plus(before);
        return new HypergeometricDistribution(null, all.all(), all.right(), answers.all())
                .cumulativeProbability(answers.right());
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(before.size());
        for (Answers answers : before) {
            out.writeInt(answers.right());
            out.writeInt(answers.all());
        }
    }

    void readFrom(DataInputStream in) throws IOException {
        before.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            before.addLast(new Answers(in.readInt(), in.readInt()));
        }
    }
}
