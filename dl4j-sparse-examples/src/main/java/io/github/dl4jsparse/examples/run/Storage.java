package io.github.dl4jsparse.examples.run;

/** How the weights of a sparse network are stored. */
public enum Storage {
    /** Ordinary DL4J layers under masks: time and memory of a dense network. */
    MASKED,
    /** Truly sparse hidden layers: time and memory go with the connections. The output layer is ordinary and masked. */
    COMPRESSED
}
