package io.github.dl4jsparse.layers.weight;

/** What becomes of the value of a connection. */
@FunctionalInterface
public interface ValueChange {

    /**
     * The new value.
     *
     * @param position linear index in C order
     * @param value the present value there
     * @return what to write in its place
     */
    double of(long position, double value);
}
