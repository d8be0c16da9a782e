package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.List;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * An extra parameter of one weight array.
 *
 * @param name letters only; the network's parameter is called name + name of the array, such as {@code thresholdW}
 * @param size how many numbers, where {@code perWeight} is false
 * @param perWeight whether there is one number for each weight, seen block by block, and not a few that are seen as a whole
 * @param trained whether the updater changes it; others carry state, which is saved and copied with the network
 * @param regularization what the updater adds to its gradient
 * @param start the first value of each number, taken in order
 */
public record ExtraParameter(
        String name, int size, boolean perWeight, boolean trained, List<Regularization> regularization, Start start) {

    /** First values. */
    @FunctionalInterface
    public interface Start {

        /**
         * The first value of the next number.
         *
         * @param random the source of what is drawn
         * @return the value
         */
        double next(RandomStream random);

        /**
         * The same first value for all numbers. Nothing is drawn, so that the numbers drawn for other parameters stay the same.
         *
         * @param value the value
         * @return it, again and again
         */
        static Start at(double value) {
            return new FixedStart(value);
        }

        /**
         * Uniform draws.
         *
         * @param bound the largest magnitude
         * @return draws from {@code [-bound, bound)}
         */
        static Start uniform(double bound) {
            return random -> bound * (2 * random.nextDouble() - 1);
        }

        /**
         * The numbers that the wrapped layer's own initialisation has drawn for the weights, from the first on: for parameters
         * that take the weights' place, no more of them than weights.
         *
         * @return a mark; {@link #next} is not asked
         */
        static Start drawn() {
            return new DrawnStart();
        }
    }

    /**
     * Checks the name.
     *
     * @param name letters only
     * @param size how many numbers, where {@code perWeight} is false
     * @param perWeight whether there is one number for each weight
     * @param trained whether the updater changes it
     * @param regularization what the updater adds to its gradient
     * @param start the first value of each number
     * @throws IllegalArgumentException if the name is not one of letters
     */
    public ExtraParameter {
        if (!name.chars().allMatch(Character::isLetter) || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "The name (" + name + ") of an extra parameter must consist of letters.");
        }
        regularization = List.copyOf(regularization);
    }

    /**
     * One number for each weight of the array, trained.
     *
     * @param name letters only
     * @param start the first values
     * @return the parameter
     */
    public static ExtraParameter perWeight(String name, Start start) {
        return new ExtraParameter(name, 0, true, true, List.of(), start);
    }

    /**
     * A few numbers, trained.
     *
     * @param name letters only
     * @param size how many
     * @param start the first values
     * @return the parameter
     */
    public static ExtraParameter of(String name, int size, Start start) {
        return new ExtraParameter(name, size, false, true, List.of(), start);
    }

    /**
     * The same parameter, changed by no updater: state that is saved and copied with the network.
     *
     * @return a parameter that is not trained
     */
    public ExtraParameter untrained() {
        return new ExtraParameter(name, size, perWeight, false, List.of(), start);
    }

    /**
     * The same parameter, regularised.
     *
     * @param added what the updater adds to its gradient
     * @return a regularised parameter
     */
    public ExtraParameter regularized(List<Regularization> added) {
        return new ExtraParameter(name, size, perWeight, trained, added, start);
    }

    int sizeFor(WeightArray array) {
        return perWeight ? array.size() : size;
    }
}
