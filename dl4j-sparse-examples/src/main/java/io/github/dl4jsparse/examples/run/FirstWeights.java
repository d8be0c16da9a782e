package io.github.dl4jsparse.examples.run;

/** For how many inputs the first weights of a unit are scaled; the scheme is He's, {@code N(0, 2 / fanIn)}, but for the last. */
public enum FirstWeights {
    /** As suits the method: each says so in {@link Methods}. */
    BY_METHOD,
    /** For all inputs of the layer, as if the network were dense. */
    DENSE,
    /** For the connections that the unit really has. Evci et al., AAAI 2022. */
    SPARSITY_AWARE,
    /** {@code U(-1/sqrt(n), 1/sqrt(n))} for the n inputs of the layer: smaller ones, as many papers' programs draw them. */
    UNIFORM
}
