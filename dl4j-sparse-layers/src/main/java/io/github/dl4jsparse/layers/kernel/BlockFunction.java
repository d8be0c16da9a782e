package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * An activation function on blocks of one time step, unit after unit.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
interface BlockFunction<V> {

    /** Whether it may be computed range by range, and its derivative follows from the activation alone. */
    boolean divisible();

    /** Activations of pre-activations. */
    void apply(V z, V a, int from, int end, boolean training);

    /** Multiplies errors by the derivative; {@code z} is read unless the function is divisible. */
    void differentiate(V z, V a, V error, int from, int end);

    /** The hyperbolic tangent and the sigmoid, computed here. */
    record Own<V>(BlockArithmetic<V> blocks, boolean sigmoid) implements BlockFunction<V> {

        @Override
        public boolean divisible() {
            return true;
        }

        @Override
        public void apply(V z, V a, int from, int end, boolean training) {
            if (sigmoid) {
                blocks.sigmoid(z, a, from, end);
            } else {
                blocks.tanh(z, a, from, end);
            }
        }

        @Override
        public void differentiate(V z, V a, V error, int from, int end) {
            if (sigmoid) {
                blocks.sigmoidGradient(a, error, from, end);
            } else {
                blocks.tanhGradient(a, error, from, end);
            }
        }
    }

    /** The same function as one of ND4J's, computed here if possible. */
    static <V> BlockFunction<V> of(IActivation activation, BlockArithmetic<V> blocks, StockBlocks<V> stock) {
        if (activation.getClass() == ActivationTanH.class) {
            return new Own<>(blocks, false);
        }
        if (activation.getClass() == ActivationSigmoid.class) {
            return new Own<>(blocks, true);
        }
        return stock.function(activation);
    }
}
