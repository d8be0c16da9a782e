package io.github.dl4jsparse.layers.convert;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How each fully connected layer is timed in both forms on this machine, to decide by the times which form is taken.
 *
 * <p>A layer is put into a network of its own in either form, with its own values, connections and updater, followed by a
 * squared error; dropout, weight noise and constraints are left out. The two take turns on the same random minibatch, with
 * the threads that ND4J and the sparse kernels have at the moment; the truly sparse form is taken where its median is the
 * smaller one. Both forms get their input as it comes from an ordinary layer or from data, a row for each example: between
 * truly sparse layers it is somewhat faster than measured here. Layers whose sparsity is below {@value #MIN_SPARSITY} are not
 * timed and stay as they are: a truly sparse layer has two parameters for each connection, and would take more memory.
 *
 * <p>Convolutions and LSTMs are not timed: their times depend on the size of the images and the length of the sequences,
 * which a layer does not tell. Of these the thresholds of {@link SparsifyOptions} decide.
 *
 * <p>A decision by a timing may be another one on the next day, and a network of other layers has other bits: keep the
 * result, or convert with thresholds, where runs must repeat.
 *
 * @param timed what is timed
 * @param batch examples in a minibatch, positive
 * @param warmUp turns of each form that do not count, not negative
 * @param rounds turns of each form that count, positive
 * @param seed of the random minibatch
 */
public record Calibration(Timed timed, int batch, int warmUp, int rounds, long seed) {

    /** The smallest sparsity of a layer that is timed. */
    public static final double MIN_SPARSITY = 0.5;

    private static final int WARM_UP = 10;
    private static final int ROUNDS = 15;

    /**
     * Checks the numbers.
     *
     * @param timed what is timed
     * @param batch examples in a minibatch, positive
     * @param warmUp turns of each form that do not count, not negative
     * @param rounds turns of each form that count, positive
     * @param seed of the random minibatch
     * @throws DL4JInvalidConfigException if a number is out of range
     */
    public Calibration {
        if (batch < 1 || warmUp < 0 || rounds < 1) {
            throw new DL4JInvalidConfigException("The batch size (" + batch + ") and the rounds (" + rounds
                    + ") of a calibration must be positive, its rounds of warming up (" + warmUp
                    + ") not negative. For example Calibration.ofTraining(128).");
        }
    }

    /**
     * Times training steps: 15 of each form, after 10 of warming up.
     *
     * @param batch examples in a minibatch, positive
     * @return the calibration
     * @throws DL4JInvalidConfigException if the batch size is not positive
     */
    public static Calibration ofTraining(int batch) {
        return new Calibration(Timed.TRAINING, batch, WARM_UP, ROUNDS, 1);
    }

    /**
     * Times outputs: 15 of each form, after 10 of warming up.
     *
     * @param batch examples in a minibatch, positive
     * @return the calibration
     * @throws DL4JInvalidConfigException if the batch size is not positive
     */
    public static Calibration ofInference(int batch) {
        return new Calibration(Timed.INFERENCE, batch, WARM_UP, ROUNDS, 1);
    }
}
