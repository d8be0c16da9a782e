package io.github.dl4jsparse.layers.weight;

/** Is told of positions with their values and gradients. */
@FunctionalInterface
public interface GradientVisitor {

    /**
     * One position.
     *
     * @param position a linear index in C order
     * @param value its weight
     * @param gradient the raw loss gradient there, a sum over the minibatch
     */
    void visit(long position, double value, double gradient);
}
