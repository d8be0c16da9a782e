package io.github.dl4jsparse.examples.continual;

/** What becomes a pixel of a rotated image. */
public enum Interpolation {
    /** The pixel that is nearest to the place it comes from, as torchvision does where nothing else is asked for. */
    NEAREST,

    /** A mixture of the four pixels around that place. */
    BILINEAR
}
