package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.examples.data.LabeledExamples;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import java.util.Optional;

/**
 * What a method is told of the training that it is put on.
 *
 * @param settings of the run
 * @param budgets the exact number of connections of each ordinary array at the start, as a distribution
 * @param connections their sum, those of truly sparse layers included
 * @param steps how many the whole training has
 * @param validation examples that are neither trained on nor tested on, if the method asks for them
 */
public record TrainingOutline(
        RunSettings settings,
        SparsityDistribution budgets,
        long connections,
        long steps,
        Optional<LabeledExamples> validation) {

    TopologySettings topology() {
        return settings.topology();
    }

    /** How many connections an update replaces at first, at least 1. */
    long replaced() {
        return Math.max(1, Math.round(topology().drop() * connections));
    }

    /** How many updates of the topology the training has room for. */
    long updates() {
        return (long) (topology().stopAt() * steps / topology().interval());
    }
}
