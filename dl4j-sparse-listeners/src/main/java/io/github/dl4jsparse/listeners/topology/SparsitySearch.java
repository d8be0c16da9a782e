package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;

/**
 * Lets a network shrink, stay or expand by its validation loss L. With the best loss so far L*, the sparsity s*
 * there, and the present sparsity s: below 0.2 it shrinks; where {@code L <= lambda L*} it shrinks up to 0.9; where
 * {@code L > lambda L*} and {@code s > s*} it expands; else it stays. Shrinking drops {@code f gamma n} and grows
 * {@code 1 / gamma} of these, expanding drops {@code f n} and grows {@code gamma} times these. Atashgahi et al.,
 * 2023, algorithm 1.
 */
final class SparsitySearch implements Redistribution {

    private static final double LEAST_SPARSITY = 0.2;
    private static final double MOST_SPARSITY = 0.9;
    private static final double TOLERANCE = 1e-9;

    /** What an update does to the number of connections. */
    enum Phase {
        SHRINK,
        EXPAND,
        STABLE
    }

    private final ToDoubleFunction<? super Model> loss;
    private final double gamma;
    private final double lambda;
    private Model model;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private double bestSparsity;
    private Phase phase = Phase.STABLE;

    SparsitySearch(ToDoubleFunction<? super Model> loss, double gamma, double lambda) {
        if (!(gamma >= 1 && Double.isFinite(gamma)) || !(lambda >= 1 && Double.isFinite(lambda))) {
            throw new DL4JInvalidConfigException("The factors gamma (" + gamma + ") and lambda (" + lambda
                    + ") must be 1 or more. Maybe you passed the part above 1?");
        }
        this.loss = loss;
        this.gamma = gamma;
        this.lambda = lambda;
    }

    @Override
    public void check(NetworkView network, List<WeightShape> weights) {
        OneNetwork.check(this, model != null);
        if (loss == null) {
            throw new DL4JInvalidConfigException(
                    "The method decides by a validation loss, and was given (null) to compute"
                            + " it from. Hand over an iterator of examples that are not trained on.");
        }
        if (loss instanceof ValidationLoss examples) {
            examples.check(network.model());
        }
    }

    @Override
    public void attached(NetworkView network, List<SparseWeight> weights) {
        model = network.model();
    }

    @Override
    public void beforeUpdate(NetworkUpdate update) {
        long places = 0;
        long connections = 0;
        for (WeightDraft draft : update.weights()) {
            places += draft.active().universe();
            connections += draft.active().count();
        }
        phase = decide(loss.applyAsDouble(model), 1 - (double) connections / places);
    }

    /** The next phase; remembers the best loss and its sparsity. */
    Phase decide(double now, double sparsity) {
        boolean good = now <= lambda * bestLoss;
        boolean bad = now > lambda * bestLoss;
        Phase next = Phase.STABLE;
        if (sparsity < LEAST_SPARSITY || good && sparsity < MOST_SPARSITY) {
            next = Phase.SHRINK;
        } else if (bad && sparsity > bestSparsity) {
            next = Phase.EXPAND;
        }
        if (now < bestLoss) {
            bestLoss = now;
            bestSparsity = sparsity;
        }
        return next;
    }

    @Override
    public double fraction(NetworkUpdate update, WeightDraft draft) {
        return Math.min(1, phase == Phase.SHRINK ? update.fraction() * gamma : update.fraction());
    }

    @Override
    public long[] quotas(NetworkUpdate update, long[] dropped) {
        long[] quotas = new long[dropped.length];
        double factor = phase == Phase.SHRINK ? 1 / gamma : phase == Phase.EXPAND ? gamma : 1;
        for (int i = 0; i < quotas.length; i++) {
            WeightDraft draft = update.weights().get(i);
            long kept = draft.active().count() + (update.excludeJustDropped() ? dropped[i] : 0);
            long candidates = draft.active().universe() - kept;
            quotas[i] = Math.min(candidates, (long) Math.floor(dropped[i] * factor + TOLERANCE));
        }
        return quotas;
    }

    @Override
    public boolean movesBudget() {
        return true;
    }

    @Override
    public boolean shrinks() {
        return true;
    }

    @Override
    public void writeState(DataOutput out) throws IOException {
        out.writeDouble(bestLoss);
        out.writeDouble(bestSparsity);
    }

    @Override
    public void readState(DataInput in) throws IOException {
        bestLoss = in.readDouble();
        bestSparsity = in.readDouble();
    }

    @Override
    public String toString() {
        return "by validation loss, gamma " + gamma + ", lambda " + lambda;
    }
}
