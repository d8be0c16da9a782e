package io.github.dl4jsparse.examples.data;

import java.util.Optional;

/** A place that may hold digits. Sources are tried in turn: {@code folder.or(cache).or(generator)}. */
@FunctionalInterface
public interface DataSource {

    /**
     * Loads what this source holds.
     *
     * @return the data, or nothing if this source was not named or not filled
     * @throws org.deeplearning4j.exception.DL4JInvalidInputException if the source was named and lacks a file, or
     *     holds a damaged one
     */
    Optional<TrainTestData> load();

    /**
     * This source, and another one where this has nothing.
     *
     * @param next asked only if this source has nothing; not asked if this one throws
     * @return both in turn
     */
    default DataSource or(DataSource next) {
        return () -> load().or(next::load);
    }
}
