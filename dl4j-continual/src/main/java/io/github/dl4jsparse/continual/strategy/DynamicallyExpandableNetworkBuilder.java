package io.github.dl4jsparse.continual.strategy;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Settings of {@link DynamicallyExpandableNetwork}. */
public final class DynamicallyExpandableNetworkBuilder {

    private double l1 = 1e-5;
    private double l2 = 1e-4;
    private double group = 1e-3;
    private double stay = 0.5;
    private int units = 10;
    private double lossThreshold = 0.01;
    private double driftThreshold = 0.05;
    private int mostSplits = 10;

    DynamicallyExpandableNetworkBuilder() {}

    /**
     * How sparse weights become.
     *
     * @param step what each step takes from the magnitude of each weight of the first task, of a head trained alone, and of new
     *     units, at least 0; 1e-5 by default
     * @param groupStep what each step takes from the norm of the weights that lead to a new unit, at least 0; 1e-3 by default
     * @return this
     * @throws DL4JInvalidConfigException if one is negative or not finite
     */
    public DynamicallyExpandableNetworkBuilder sparsity(double step, double groupStep) {
        l1 = notNegative("step towards sparsity", step);
        group = notNegative("step towards sparsity of groups", groupStep);
        return this;
    }

    /**
     * How little weights change that earlier tasks use.
     *
     * @param toZero l2, the strength of the pull to 0, at least 0; 1e-4 by default
     * @param toBefore the strength of the pull to the values before the task, twice the paper's lambda, at least 0; 0.5 by
     *     default
     * @return this
     * @throws DL4JInvalidConfigException if one is negative or not finite
     */
    public DynamicallyExpandableNetworkBuilder pull(double toZero, double toBefore) {
        l2 = notNegative("pull to 0", toZero);
        stay = notNegative("pull to the values before the task", toBefore);
        return this;
    }

    /**
     * When and by how much the network grows.
     *
     * @param added units of each hidden layer, at least 0; 10 by default, 0 for never
     * @param aboveLoss the mean loss on a task's examples above which it grows, at least 0; 0.01 by default
     * @return this
     * @throws DL4JInvalidConfigException if one is negative or not finite
     */
    public DynamicallyExpandableNetworkBuilder expansion(int added, double aboveLoss) {
        units = notNegative("number of added units", added);
        lossThreshold = notNegative("loss", aboveLoss);
        return this;
    }

    /**
     * Which units are split.
     *
     * @param aboveDrift how far the weights that lead to a unit must have moved, at least 0; 0.05 by default
     * @param most how many units of a layer in a task at most, at least 0; 10 by default, 0 for none
     * @return this
     * @throws DL4JInvalidConfigException if one is negative or not finite
     */
    public DynamicallyExpandableNetworkBuilder split(double aboveDrift, int most) {
        driftThreshold = notNegative("drift", aboveDrift);
        mostSplits = notNegative("number of split units", most);
        return this;
    }

    private static double notNegative(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new DL4JInvalidConfigException("The " + what + " (" + value + ") must be finite and not negative.");
        }
        return value;
    }

    private static int notNegative(String what, int value) {
        if (value < 0) {
            throw new DL4JInvalidConfigException("The " + what + " (" + value + ") must not be negative.");
        }
        return value;
    }

    /**
     * Builds the strategy.
     *
     * @return immutable settings
     */
    public DynamicallyExpandableNetwork build() {
        return new DynamicallyExpandableNetwork(l1, l2, group, stay, units, lossThreshold, driftThreshold, mostSplits);
    }
}
