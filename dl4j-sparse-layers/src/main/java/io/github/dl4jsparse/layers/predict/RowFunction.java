package io.github.dl4jsparse.layers.predict;

/** An activation function on the outputs of one layer for one example. */
@FunctionalInterface
interface RowFunction {

    /**
     * Replaces values by their activations.
     *
     * @param values in, modified
     * @param from the first place of the row
     * @param to after the last place of the row
     */
    void apply(float[] values, int from, int to);

    /** A function of each value by itself. */
    static RowFunction each(FloatFunction function) {
        return (values, from, to) -> {
            for (int i = from; i < to; i++) {
                values[i] = function.of(values[i]);
            }
        };
    }

    /** The function as a stage that changes values in place. */
    default Stage stage() {
        return (scratch, units, rows) -> {
            for (int row = 0; row < rows; row++) {
                apply(scratch.current(), row * units, (row + 1) * units);
            }
        };
    }

    /** A function of one number. */
    @FunctionalInterface
    interface FloatFunction {

        /** The value of the function. */
        float of(float x);
    }
}
