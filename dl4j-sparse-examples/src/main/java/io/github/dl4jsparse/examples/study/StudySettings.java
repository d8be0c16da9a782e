package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.run.OptimizerSettings;
import io.github.dl4jsparse.examples.run.RunSettings;
import java.util.OptionalInt;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * What a study may change of its experiments.
 *
 * @param epochs of every run, instead of each experiment's own, to try a study out
 * @param validation whether accuracy is measured on held-out training examples
 */
public record StudySettings(OptionalInt epochs, boolean validation) {

    /**
     * Checks the number of epochs.
     *
     * @param epochs of every run, instead of each experiment's own, to try a study out
     * @param validation whether accuracy is measured on held-out training examples
     */
    public StudySettings {
        if (epochs.isPresent() && epochs.getAsInt() < 1) {
            throw new DL4JInvalidConfigException("The epochs (" + epochs.getAsInt() + ") must be positive.");
        }
    }

    RunSettings of(RunSettings settings) {
        int length = epochs.orElse(settings.epochs());
        OptimizerSettings optimizer = settings.optimizer();
        return settings.toBuilder()
                .optimizer(new OptimizerSettings(
                        optimizer.updater(),
                        optimizer.rate(),
                        optimizer.rateDrops().stream()
                                .filter(after -> after < length)
                                .toList(),
                        optimizer.l2()))
                .epochs(length)
                .validation(validation)
                .build();
    }
}
