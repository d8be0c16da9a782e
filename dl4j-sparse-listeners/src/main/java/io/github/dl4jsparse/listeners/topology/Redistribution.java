package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;

/** How many connections each weight grows in place of those that were dropped. */
@FunctionalInterface
public interface Redistribution extends MethodPart {

    /**
     * How many connections each weight is to grow.
     *
     * @param update what is intended so far: everything has been dropped
     * @param dropped how many connections each weight has given up in this phase
     * @return a number for each weight, at most as many as it has candidates
     */
    long[] quotas(NetworkUpdate update, long[] dropped);

    /**
     * The share of its connections that a weight gives up.
     *
     * @param update the update
     * @param draft one of its weights
     * @return the update's drop fraction by default
     */
    default double fraction(NetworkUpdate update, WeightDraft draft) {
        return update.fraction();
    }

    /**
     * Whether a weight may end an update with fewer connections than it had, so that one that has all drops some too;
     * otherwise it would only grow again what it has dropped.
     *
     * @return false by default
     */
    default boolean shrinks() {
        return false;
    }

    /**
     * Each weight grows as many as it has dropped.
     *
     * @return the rule of SET, RigL, ITOP, GraNet
     */
    static Redistribution none() {
        return new NoRedistribution();
    }

    /**
     * In proportion to the connections that have survived: {@code G_l = K R_l / sum R}. Mostafa and Wang, ICML 2019.
     *
     * @return the rule of DSR
     */
    static Redistribution bySurvivors() {
        return new SharedRedistribution(
                "by survivors", false, (draft, update) -> draft.active().count());
    }

    /**
     * In proportion to the mean magnitude of the connections that have survived.
     *
     * @return the rule
     */
    static Redistribution byMagnitude() {
        return new SharedRedistribution("by magnitude", false, (draft, update) -> {
            double[] sum = new double[1];
            update.forEachActive((position, value) -> sum[0] += magnitude(position, value));
            return sum[0] / Math.max(1, draft.active().count());
        });
    }

    /**
     * In proportion to the mean absolute gradient of the connections that have survived.
     *
     * @return the rule
     */
    static Redistribution byGradient() {
        return new SharedRedistribution("by gradient", true, (draft, update) -> {
            double[] sum = new double[1];
            update.forEachActiveGradient((position, value, gradient) -> sum[0] += magnitude(position, gradient));
            return sum[0] / Math.max(1, draft.active().count());
        });
    }

    private static double magnitude(long position, double number) {
        if (!Double.isFinite(number)) {
            throw new NonFiniteScoreException(position, number);
        }
        return Math.abs(number);
    }

    /**
     * At random over the free positions of the whole network.
     *
     * @return the rule of DEEP R's variant without a budget for each weight
     */
    static Redistribution random() {
        return new RandomRedistribution(WeightPool.NETWORK);
    }

    /**
     * At random over the free positions of both arrays and all gates of a recurrent cell; other weights grow as many
     * as they have dropped. Liu et al., ICML 2021.
     *
     * @return the rule of Selfish-RNN
     */
    static Redistribution randomInCells() {
        return new RandomRedistribution(WeightPool.CELL);
    }

    /**
     * Shrinks, expands or keeps the network by its validation loss. A new rule for each network.
     *
     * @param loss of the network that is trained, asked between two steps; must leave the network as it is
     * @param gamma by how much an update shrinks or expands, 1 or more
     * @param lambda by how much the loss may exceed the best one, 1 or more
     * @return the rule of PALS
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if a number is out of its range
     */
    static Redistribution byValidation(ToDoubleFunction<? super Model> loss, double gamma, double lambda) {
        return new SparsitySearch(loss, gamma, lambda);
    }

    /**
     * In proportion to the mean absolute momentum of the connections of each weight, where a weight fills at most
     * 0.99 of its free positions and an almost dense one gives up no larger share than its sparsity. Dettmers and
     * Zettlemoyer, arXiv 1907.04840.
     *
     * @param momentum of this network, to be shared with {@link GrowthCriterion#momentum}
     * @return the rule of sparse momentum
     */
    static Redistribution byMomentum(DenseMomentum momentum) {
        return new MomentumRedistribution(Objects.requireNonNull(momentum));
    }
}
