package io.github.dl4jsparse.examples.run;

/** Which connections are compared when some are dropped. */
public enum DropScope {
    /** As the method does. */
    BY_METHOD,
    /** Those of each layer. */
    LAYER,
    /** Those of the whole network. */
    GLOBAL
}
