package io.github.dl4jsparse.layers.weight;

/** Receives positions of a weight array, each with a number: its value, its gradient or a score. */
@FunctionalInterface
public interface PositionVisitor {

    /**
     * Called once for each position.
     *
     * @param position the linear index in C order
     * @param value the number that belongs to it
     */
    void visit(long position, double value);
}
