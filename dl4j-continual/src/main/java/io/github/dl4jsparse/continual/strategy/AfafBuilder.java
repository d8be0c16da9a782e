package io.github.dl4jsparse.continual.strategy;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Settings of {@link Afaf}. */
public final class AfafBuilder {

    private final SpaceNetBuilder spaceNet = SpaceNet.builder();
    private int reuseFrom = 2;
    private int reusedLayers = 1;
    private int candidates = 24;
    private int added = 56;

    AfafBuilder() {}

    /**
     * How many connections a task gets.
     *
     * @param ofEachLayer a number for each layer with weights, the output layer last; 10 000, 1 640, 80 by default
     * @return this
     * @throws DL4JInvalidConfigException if one is not positive
     */
    public AfafBuilder connections(int... ofEachLayer) {
        spaceNet.connections(ofEachLayer);
        return this;
    }

    /**
     * How many neurons of each hidden layer a task uses, and how many of them it reserves.
     *
     * @param used at least 1; 80 by default
     * @param kept at most as many; 40 by default
     * @return this
     * @throws DL4JInvalidConfigException if the numbers are not in these ranges
     */
    public AfafBuilder neurons(int used, int kept) {
        spaceNet.neurons(used, kept);
        return this;
    }

    /**
     * Which tasks build on earlier ones, and where.
     *
     * @param fromTask the number of the first task that does, in the order of learning from 0, at least 1; 2 by default
     * @param layers how many layers are used as they are then, at least 0 and fewer than there are layers with weights; 1 by default,
     *     where the authors have 3 of 6
     * @return this
     * @throws DL4JInvalidConfigException if one is out of range; too many layers are found when the learner is built
     */
    public AfafBuilder reuse(int fromTask, int layers) {
        if (fromTask < 1 || layers < 0) {
            throw new DL4JInvalidConfigException("The first task that builds on earlier ones (" + fromTask
                    + ") must be at least 1, and the number of layers that are used as they are (" + layers
                    + ") must not be negative.");
        }
        reuseFrom = fromTask;
        reusedLayers = layers;
        return this;
    }

    /**
     * Which neurons such a task uses in hidden layers that are neither the last nor used as they are.
     *
     * @param mostActive for each class, how many of the most active neurons; at least 1; 24 by default, 0.3 of 80
     * @param free how many free ones besides; at least 0; 56 by default, 0.7 of 80
     * @return this
     * @throws DL4JInvalidConfigException if one is out of range
     */
    public AfafBuilder candidates(int mostActive, int free) {
        if (mostActive < 1 || free < 0) {
            throw new DL4JInvalidConfigException("The number of most active neurons (" + mostActive
                    + ") must be positive, that of free ones (" + free + ") not negative.");
        }
        candidates = mostActive;
        added = free;
        return this;
    }

    /**
     * Which share of the connections is replaced after an epoch.
     *
     * @param share r, in [0, 1); 0.2 by default
     * @return this
     * @throws DL4JInvalidConfigException if it is outside of [0, 1)
     */
    public AfafBuilder replaced(double share) {
        spaceNet.replaced(share);
        return this;
    }

    /**
     * Importances of neurons are plain sums of those of their connections, rather than running totals of running totals as in the
     * authors' program.
     *
     * @return this
     */
    public AfafBuilder plainSums() {
        spaceNet.plainSums();
        return this;
    }

    /**
     * Freezes the biases of neurons that an earlier task uses, reserved or not.
     *
     * @return this
     */
    public AfafBuilder freezeUsedBiases() {
        spaceNet.freezeUsedBiases();
        return this;
    }

    /**
     * Builds the strategy.
     *
     * @return immutable settings
     */
    public Afaf build() {
        return new Afaf(spaceNet.build(), reuseFrom, reusedLayers, candidates, added);
    }
}
