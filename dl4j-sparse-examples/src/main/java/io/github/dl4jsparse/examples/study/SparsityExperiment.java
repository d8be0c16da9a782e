package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.run.RunSettings;
import java.util.OptionalDouble;

/**
 * A method at one sparsity, of a {@link SparsityStudy}.
 *
 * @param arch units of each layer, such as {@code 784-300-100-10}
 * @param method its name
 * @param sparsity that is asked for; empty for methods that are not told one
 * @param experiment the run
 */
public record SparsityExperiment(String arch, String method, OptionalDouble sparsity, Experiment experiment) {

    static SparsityExperiment of(RunSettings settings, OptionalDouble sparsity) {
        String at = sparsity.isPresent() ? " " + StudyTable.percentage(sparsity.getAsDouble()) : "";
        String file = settings.archName() + "-" + settings.method()
                + at.replace(" %", "").replace(' ', '-');
        return new SparsityExperiment(
                settings.archName(),
                settings.method(),
                sparsity,
                new TrainingExperiment(file, settings.archName() + " " + settings.method() + at, settings));
    }
}
