package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.Madelon;
import io.github.dl4jsparse.examples.data.MadelonLike;
import io.github.dl4jsparse.examples.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** How many informative features the networks look at, as tables: mean and standard deviation over the seeds. */
public final class FeatureTable {

    private static final int MORE = 2 * MadelonLike.INFORMATIVE;

    private FeatureTable() {}

    /**
     * The results where it is known which features are informative, beside chance.
     *
     * @param results of all runs
     * @return a row for each method, and one of chance
     */
    public static TextTable found(List<FeatureResult> results) {
        TextTable table =
                TextTable.of("method", "accuracy", "top 20 by degree", "top 40", "top 20 by magnitude", "top 40", "n");
        for (Map.Entry<String, List<FeatureResult>> row : rows(results, true).entrySet()) {
            List<FeatureResult> runs = row.getValue();
            table = table.row(
                    row.getKey(),
                    accuracy(runs),
                    mean(runs, run -> run.foundByDegree(MadelonLike.INFORMATIVE)),
                    mean(runs, run -> run.foundByDegree(MORE)),
                    mean(runs, run -> run.foundByMagnitude(MadelonLike.INFORMATIVE)),
                    mean(runs, run -> run.foundByMagnitude(MORE)),
                    String.valueOf(runs.size()));
        }
        return table.row(
                "chance",
                "",
                chance(MadelonLike.INFORMATIVE),
                chance(MORE),
                chance(MadelonLike.INFORMATIVE),
                chance(MORE),
                "");
    }

    /**
     * The results where it is not known: how much the first 20 features of different seeds agree.
     *
     * @param results of all runs
     * @return a row for each method, and one of chance
     */
    public static TextTable shared(List<FeatureResult> results) {
        TextTable table = TextTable.of("method", "accuracy", "features that two seeds share in the top 20", "n");
        for (Map.Entry<String, List<FeatureResult>> row : rows(results, false).entrySet()) {
            List<FeatureResult> runs = row.getValue();
            List<Double> pairs = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                for (int j = 0; j < i; j++) {
                    pairs.add((double) runs.get(i).shared(runs.get(j), MadelonLike.INFORMATIVE));
                }
            }
            table = table.row(row.getKey(), accuracy(runs), number(pairs), String.valueOf(runs.size()));
        }
        return table.row("chance", "", chance(MadelonLike.INFORMATIVE), "");
    }

    private static Map<String, List<FeatureResult>> rows(List<FeatureResult> results, boolean known) {
        Map<String, List<FeatureResult>> rows = new LinkedHashMap<>();
        results.stream()
                .filter(result -> result.informative().isPresent() == known)
                .forEach(result -> rows.computeIfAbsent(result.method(), name -> new ArrayList<>())
                        .add(result));
        return rows;
    }

    private static String accuracy(List<FeatureResult> runs) {
        return StudyTable.percent(
                runs.stream().mapToDouble(FeatureResult::accuracy).toArray());
    }

    private static String mean(List<FeatureResult> runs, Function<FeatureResult, OptionalInt> found) {
        return number(runs.stream()
                .map(run -> (double) found.apply(run).orElseThrow())
                .toList());
    }

    /** Of any 20 features among 20 or 40 of 500. */
    private static String chance(int first) {
        return String.format(Locale.ROOT, "%.1f", (double) MadelonLike.INFORMATIVE * first / Madelon.FEATURES);
    }

    private static String number(List<Double> numbers) {
        double mean =
                numbers.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        if (numbers.size() < 2) {
            return numbers.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", mean);
        }
        double squares = numbers.stream()
                .mapToDouble(number -> (number - mean) * (number - mean))
                .sum();
        return String.format(Locale.ROOT, "%.1f ± %.1f", mean, Math.sqrt(squares / (numbers.size() - 1)));
    }
}
