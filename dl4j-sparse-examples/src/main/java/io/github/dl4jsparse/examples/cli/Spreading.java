package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.run.RunResult;
import java.util.List;
import java.util.Locale;

/** Mean and deviation of runs that differ by their seeds. */
final class Spreading {

    private Spreading() {}

    /** A line such as {@code accuracy 97.52 ± 0.11 % (mean, standard deviation, n = 3)}; the divisor is n - 1. */
    static String of(List<RunResult> results) {
        double mean =
                results.stream().mapToDouble(RunResult::accuracy).average().orElse(Double.NaN);
        double squares = results.stream()
                .mapToDouble(result -> Math.pow(result.accuracy() - mean, 2))
                .sum();
        return String.format(
                Locale.ROOT,
                "accuracy %.2f ± %.2f %% (mean, standard deviation, n = %d)",
                100 * mean,
                100 * Math.sqrt(squares / (results.size() - 1)),
                results.size());
    }
}
