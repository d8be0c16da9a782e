package io.github.dl4jsparse.layers.predict;

/** One step of a prediction; immutable, and so safe for many threads, each with a scratch of its own. */
interface Stage {

    /** The number of inputs, or of outputs, of a stage that takes any and keeps it. */
    int ANY = -1;

    /** A step that leaves everything as it is. */
    Stage NOTHING = (scratch, units, rows) -> {};

    /**
     * Takes the step.
     *
     * @param scratch in, modified: the current values, row after row
     * @param units the number of current values in a row
     * @param rows from 1 to {@link Scratch#ROWS}
     */
    void run(Scratch scratch, int units, int rows);

    /** The number of inputs in a row, or {@link #ANY}. */
    default int inputs() {
        return ANY;
    }

    /** The number of outputs in a row, or {@link #ANY}. */
    default int outputs() {
        return ANY;
    }
}
