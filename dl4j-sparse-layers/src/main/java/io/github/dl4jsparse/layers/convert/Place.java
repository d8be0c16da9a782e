package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.weight.FlatArray;

/**
 * Where numbers stand side by side: the values of a parameter, or one slot of its updater's state.
 *
 * @param numbers a flat vector
 * @param at the index of the first number
 */
record Place(FlatArray numbers, long at) {

    void copyTo(Place to, long count) {
        for (long i = 0; i < count; i++) {
            to.numbers.set(to.at + i, numbers.get(at + i));
        }
    }

    /** From a dense matrix, unit after unit, to the connections. */
    void gatherTo(Place connections, CompressedPattern pattern) {
        for (int unit = 0; unit < pattern.nOut(); unit++) {
            long column = at + (long) unit * pattern.nIn();
            for (int index = pattern.start(unit); index < pattern.start(unit + 1); index++) {
                connections.numbers.set(connections.at + index, numbers.get(column + pattern.input(index)));
            }
        }
    }

    /** From the connections to a dense matrix, unit after unit; the other numbers there stay as they are. */
    void scatterTo(Place dense, CompressedPattern pattern) {
        for (int unit = 0; unit < pattern.nOut(); unit++) {
            long column = dense.at + (long) unit * pattern.nIn();
            for (int index = pattern.start(unit); index < pattern.start(unit + 1); index++) {
                dense.numbers.set(column + pattern.input(index), numbers.get(at + index));
            }
        }
    }
}
