package io.github.dl4jsparse.examples.continual;

/** How far rotated tasks are turned. */
public enum Angles {
    /** The first not at all, each of T tasks {@code floor(360 / T)} degrees further, as in the program of SupSup's authors. */
    STEPS,

    /** Each by an angle of its own below 180 degrees, drawn uniformly, the first too, as in Mammoth. */
    RANDOM
}
