package io.github.dl4jsparse.continual.strategy;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Settings of {@link SpaceNet}. */
public final class SpaceNetBuilder {

    private List<Integer> connections = List.of(10_000, 1_640, 80);
    private int selected = 80;
    private int reserved = 40;
    private double replaced = 0.2;
    private boolean adaptive = true;
    private boolean plainSums;
    private boolean freezeUsedBiases;
    private boolean rehearsing;

    SpaceNetBuilder() {}

    /**
     * How many connections a task gets.
     *
     * @param ofEachLayer a number for each layer with weights, the output layer last; 10 000, 1 640, 80 by default
     * @return this
     * @throws DL4JInvalidConfigException if one is not positive
     */
    public SpaceNetBuilder connections(int... ofEachLayer) {
        if (ofEachLayer.length == 0 || Arrays.stream(ofEachLayer).anyMatch(n -> n < 1)) {
            throw new DL4JInvalidConfigException(
                    "The numbers of connections " + Arrays.toString(ofEachLayer) + " must be positive.");
        }
        connections = Arrays.stream(ofEachLayer).boxed().toList();
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
    public SpaceNetBuilder neurons(int used, int kept) {
        if (used < 1 || kept < 0 || kept > used) {
            throw new DL4JInvalidConfigException("The number of neurons that a task uses (" + used
                    + ") must be positive, that of reserved ones (" + kept + ") between 0 and it.");
        }
        selected = used;
        reserved = kept;
        return this;
    }

    /**
     * Which share of the connections is replaced after an epoch.
     *
     * @param share r, in [0, 1); 0.2 by default
     * @return this
     * @throws DL4JInvalidConfigException if it is outside of [0, 1)
     */
    public SpaceNetBuilder replaced(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new DL4JInvalidConfigException("The share (" + share
                    + ") of replaced connections must be in [0, 1). Maybe you passed a percentage?");
        }
        replaced = share;
        return this;
    }

    /**
     * Leaves connections where they were drawn: Static-SparseNN, the baseline of the paper.
     *
     * @return this
     */
    public SpaceNetBuilder fixed() {
        adaptive = false;
        return this;
    }

    /**
     * Importances of neurons are plain sums of {@code |dW g|} over steps and connections, the formula of the paper, rather than sums
     * over the steps of the connections' running totals, as in the authors' program.
     *
     * @return this
     */
    public SpaceNetBuilder plainSums() {
        plainSums = true;
        return this;
    }

    /**
     * Freezes the biases of neurons that an earlier task uses, reserved or not.
     *
     * @return this
     */
    public SpaceNetBuilder freezeUsedBiases() {
        freezeUsedBiases = true;
        return this;
    }

    /**
     * Leaves the outputs of earlier classes connected and trainable, to be used beside {@link Rehearsal}: SpaceNet-Rehearsal.
     *
     * @return this
     */
    public SpaceNetBuilder rehearsing() {
        rehearsing = true;
        return this;
    }

    /**
     * Builds the strategy.
     *
     * @return immutable settings
     */
    public SpaceNet build() {
        return new SpaceNet(
                connections, selected, reserved, replaced, adaptive, plainSums, freezeUsedBiases, rehearsing);
    }
}
