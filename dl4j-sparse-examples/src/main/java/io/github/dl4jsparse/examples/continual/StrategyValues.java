package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.examples.run.OptionValues;
import java.util.Arrays;

/**
 * What a strategy is made of.
 *
 * @param options its own settings
 * @param scenario of the run
 */
record StrategyValues(OptionValues options, Scenario scenario) {

    /** The value that stands for one that depends on the scenario. */
    static final String BY_SCENARIO = "by-scenario";

    double number(String option, double task, double domain, double classes) {
        if (!options.text(option).equals(BY_SCENARIO)) {
            return options.number(option);
        }
        return switch (scenario) {
            case TASK_INCREMENTAL -> task;
            case DOMAIN_INCREMENTAL -> domain;
            case CLASS_INCREMENTAL -> classes;
        };
    }

    int[] wholes(String option) {
        return Arrays.stream(options.numbers(option)).mapToInt(x -> (int) x).toArray();
    }
}
