package io.github.dl4jsparse.layers.convert;

/** What a {@link Calibration} times. */
public enum Timed {

    /** A whole training step: forward, backward, updater. */
    TRAINING,

    /** The output of a minibatch. */
    INFERENCE
}
