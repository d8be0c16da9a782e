package io.github.dl4jsparse.layers.convert;

/** Visits the connections of a layer. */
@FunctionalInterface
interface ConnectionVisitor {

    /** One connection, and its value. */
    void visit(int input, int unit, double value);
}
