package io.github.dl4jsparse.layers.kernel;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is remembered of one time step, in blocks of all units, each with its examples side by side.
 *
 * @param gates the activations of candidate, forget gate, output gate and input gate, in DL4J's order
 * @param before their pre-activations, where the derivative needs them; else empty
 * @param cell the cell state
 * @param active the activation of the cell state
 * @param error the gradient of the output
 * @param <V> {@code float[]} or {@code double[]}
 */
record LstmStep<V>(List<V> gates, List<V> before, V cell, V active, V error) {

    /** The number of blocks of units: candidate and three gates. */
    static final int GATES = 4;

    static <V> LstmStep<V> of(Arithmetic<V> arithmetic, int length, boolean before) {
        return new LstmStep<>(
                blocks(arithmetic, length),
                before ? blocks(arithmetic, length) : List.of(),
                arithmetic.vector(length),
                arithmetic.vector(length),
                arithmetic.vector(length));
    }

    static <V> List<V> blocks(Arithmetic<V> arithmetic, int length) {
        return Stream.generate(() -> arithmetic.vector(length)).limit(GATES).toList();
    }

    /** The pre-activation of a gate, or null if it is not remembered. */
    V before(int gate) {
        return before.isEmpty() ? null : before.get(gate);
    }
}
