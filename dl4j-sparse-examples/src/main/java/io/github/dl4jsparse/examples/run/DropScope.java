package io.github.dl4jsparse.examples.run;

/** Among which connections those to drop are sought. */
public enum DropScope {
    /** In each array by itself. */
    LOCAL,
    /** In the whole network. */
    GLOBAL
}
