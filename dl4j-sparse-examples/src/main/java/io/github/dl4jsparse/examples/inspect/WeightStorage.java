package io.github.dl4jsparse.examples.inspect;

/** How the connections of a weight array are known. */
public enum WeightStorage {
    /** An ordinary array under a mask, which tells them. */
    MASKED,
    /** A truly sparse layer, whose pattern tells them. */
    COMPRESSED,
    /** Computed from what is stored, by a layer with a mask, gates or powers of its own: what is not zero is a connection. */
    COMPUTED,
    /** An ordinary array without a mask: what is not zero is a connection. */
    PLAIN
}
