package io.github.dl4jsparse.layers.kernel;

/**
 * Element-wise arithmetic of one precision, on the same range of each array: the form that the JIT compiler turns into vector
 * instructions. Results may be written over an operand. The bits do not depend on how a range is divided.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
interface BlockArithmetic<V> {

    /** {@code to += x}. */
    void add(V x, V to, int from, int end);

    /** {@code to = x y}. */
    void multiply(V x, V y, V to, int from, int end);

    /** {@code to = x y + u v}. */
    void multiplyAdd(V x, V y, V u, V v, V to, int from, int end);

    /** {@code a = tanh z}. */
    void tanh(V z, V a, int from, int end);

    /** {@code error *= 1 - a a}. */
    void tanhGradient(V a, V error, int from, int end);

    /** The same, with the errors some places behind the activations. */
    void tanhGradient(V a, V error, int shift, int from, int end);

    /** {@code a = 1 / (1 + exp -z)}. */
    void sigmoid(V z, V a, int from, int end);

    /** {@code error *= a (1 - a)}. */
    void sigmoidGradient(V a, V error, int from, int end);

    /** The same, with the errors some places behind the activations. */
    void sigmoidGradient(V a, V error, int shift, int from, int end);

    /** Replaces pre-activations by activations. */
    default void activate(ElementwiseActivation.Kind smooth, V z, int from, int end) {
        if (smooth == ElementwiseActivation.Kind.TANH) {
            tanh(z, z, from, end);
        } else {
            sigmoid(z, z, from, end);
        }
    }

    /** Multiplies errors, some places behind the activations, by the derivative there. */
    default void differentiate(ElementwiseActivation.Kind smooth, V a, V error, int shift, int from, int end) {
        if (smooth == ElementwiseActivation.Kind.TANH) {
            tanhGradient(a, error, shift, from, end);
        } else {
            sigmoidGradient(a, error, shift, from, end);
        }
    }

    /** Puts every {@code step}-th number side by side. */
    void gather(V from, int at, int step, V to, int toAt, int count);
}
