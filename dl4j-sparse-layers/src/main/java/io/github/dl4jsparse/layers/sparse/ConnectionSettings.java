package io.github.dl4jsparse.layers.sparse;

/** What a builder was told about connections so far; of use to the builders of this package only. */
public final class ConnectionSettings {

    Double sparsity;
    Double density;
    Double epsilon;
    Long connections;
    Long patternSeed;

    ConnectionSettings() {}
}
