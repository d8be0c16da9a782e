package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.Storage;
import java.util.OptionalDouble;

/**
 * A method at one sparsity, of a {@link SparsityStudy}.
 *
 * @param arch units of each layer, such as {@code 784-300-100-10}
 * @param method its name
 * @param sparsity that is asked for; empty for methods that are not told one
 * @param storage of its weights
 * @param experiment the run
 */
public record SparsityExperiment(
        String arch, String method, OptionalDouble sparsity, Storage storage, Experiment experiment) {

    static SparsityExperiment of(RunSettings settings, OptionalDouble sparsity) {
        String at = sparsity.isPresent() ? " " + StudyTable.percentage(sparsity.getAsDouble()) : "";
        String storage = settings.storage() == Storage.COMPRESSED ? "-compressed" : "";
        String file = settings.archName() + "-" + settings.method()
                + at.replace(" %", "").replace(' ', '-') + storage;
        return new SparsityExperiment(
                settings.archName(),
                settings.method(),
                sparsity,
                settings.storage(),
                new TrainingExperiment(file, settings.archName() + " " + settings.method() + at, settings));
    }
}
