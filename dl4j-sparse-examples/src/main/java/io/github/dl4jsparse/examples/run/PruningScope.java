package io.github.dl4jsparse.examples.run;

/** Which weights are compared with each other when the smallest are removed. */
public enum PruningScope {
    /** Those of one layer: every hidden layer becomes equally sparse. */
    LAYER,
    /** Those of all hidden layers together. */
    GLOBAL
}
