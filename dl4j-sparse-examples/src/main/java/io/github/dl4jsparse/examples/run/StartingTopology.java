package io.github.dl4jsparse.examples.run;

/** With how many connections the training starts, and whether the sparsity that is asked for is meant for the end. */
public enum StartingTopology {
    /** All, to the end. */
    DENSE,
    /** Those that are asked for, from the first step on. */
    AS_ASKED,
    /** More of them, by the initial sparsity; those that are asked for at the end. */
    DENSER,
    /** By the initial sparsity; how many are left at the end is the method's to find. */
    OPEN
}
