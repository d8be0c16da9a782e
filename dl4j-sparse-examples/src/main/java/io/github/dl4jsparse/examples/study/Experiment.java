package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Provenance;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/** One question to a method, answered by a run for each seed. */
public interface Experiment {

    /**
     * What its files are called.
     *
     * @return a word
     */
    String name();

    /**
     * What it is called in tables.
     *
     * @return a line
     */
    String title();

    /**
     * The settings of its runs, as they stand in the field {@code settings} of the result.
     *
     * @param study what is changed of the experiment
     * @return numbers, texts, lists and maps of them
     */
    Map<String, Object> settings(StudySettings study);

    /**
     * Makes one run.
     *
     * @param study what is changed of the experiment
     * @param seed of the run
     * @param data to learn from and to test on
     * @param provenance of the study
     * @param progress is told a line after each epoch
     * @return the result: {@code accuracy}, {@code connections}, {@code totalWeights}, {@code settings} and more
     * @throws IOException if a temporary file cannot be written
     */
    String run(StudySettings study, long seed, TrainTestData data, Provenance provenance, Consumer<String> progress)
            throws IOException;
}
