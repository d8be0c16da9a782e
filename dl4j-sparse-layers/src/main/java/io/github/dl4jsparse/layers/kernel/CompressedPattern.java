package io.github.dl4jsparse.layers.kernel;

/** The connections of a truly sparse layer. */
public final class CompressedPattern {
    private CompressedPattern() {}
}
