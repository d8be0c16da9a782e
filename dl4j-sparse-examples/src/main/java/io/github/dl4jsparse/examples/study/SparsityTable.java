package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.report.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The finished runs of a {@link SparsityStudy} on one architecture: a row for each method, a column for each sparsity. */
public final class SparsityTable {

    /** Of methods that are not told a sparsity. */
    private static final double UNTOLD = -1;

    private final List<Double> sparsities;
    private final Map<String, Map<Double, List<JsonNode>>> runs = new LinkedHashMap<>();

    /**
     * Begins an empty table.
     *
     * @param sparsities of the columns
     */
    public SparsityTable(List<Double> sparsities) {
        this.sparsities = List.copyOf(sparsities);
    }

    /**
     * Adds a run.
     *
     * @param experiment of the run
     * @param run its result
     */
    public void add(SparsityExperiment experiment, JsonNode run) {
        runs.computeIfAbsent(experiment.method(), name -> new LinkedHashMap<>())
                .computeIfAbsent(experiment.sparsity().orElse(UNTOLD), sparsity -> new ArrayList<>())
                .add(run);
    }

    /**
     * Accuracies.
     *
     * @return mean and standard deviation, with the divisor n - 1, and the number of runs; methods that are not told a
     *     sparsity have one cell, with the sparsity that they end with
     */
    public TextTable accuracies() {
        return table("accuracy");
    }

    /**
     * Explored shares, R_s.
     *
     * @return as {@link #accuracies}
     */
    public TextTable explored() {
        return table("explored");
    }

    private TextTable table(String field) {
        List<String> titles = new ArrayList<>(List.of("method"));
        sparsities.forEach(sparsity -> titles.add(StudyTable.percentage(sparsity)));
        titles.add("untold, ends at");
        TextTable table = TextTable.of(titles.toArray(String[]::new));
        for (Map.Entry<String, Map<Double, List<JsonNode>>> row : runs.entrySet()) {
            List<String> cells = new ArrayList<>(List.of(row.getKey()));
            sparsities.forEach(sparsity -> cells.add(cell(row.getValue().getOrDefault(sparsity, List.of()), field)));
            List<JsonNode> untold = row.getValue().getOrDefault(UNTOLD, List.of());
            cells.add(
                    untold.isEmpty()
                            ? ""
                            : cell(untold, field) + " at " + StudyTable.percent(numbers(untold, "sparsityReached")));
            table = table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static String cell(List<JsonNode> runs, String field) {
        return runs.isEmpty() ? "" : StudyTable.percent(numbers(runs, field)) + " (" + runs.size() + ")";
    }

    private static double[] numbers(List<JsonNode> runs, String field) {
        return runs.stream().mapToDouble(run -> run.get(field).asDouble()).toArray();
    }

    /**
     * Mean accuracies for a chart.
     *
     * @return of each method one for each sparsity, the best at the highest sparsity first; NaN where no run is finished; a
     *     method that is told none, and leaves none out, has the same everywhere
     */
    public Map<String, List<Double>> means() {
        Map<String, List<Double>> means = new LinkedHashMap<>();
        runs.entrySet().stream()
                .filter(row -> row.getKey().equals("dense") || !row.getValue().containsKey(UNTOLD))
                .map(row -> Map.entry(
                        row.getKey(),
                        sparsities.stream()
                                .map(sparsity -> mean(row.getValue()
                                        .getOrDefault(
                                                row.getValue().containsKey(UNTOLD) ? UNTOLD : sparsity, List.of())))
                                .toList()))
                .sorted(Comparator.comparingDouble(row -> -lastKnown(row.getValue())))
                .forEach(row -> means.put(row.getKey(), row.getValue()));
        return means;
    }

    private static double mean(List<JsonNode> runs) {
        return runs.stream()
                .mapToDouble(run -> run.get("accuracy").asDouble())
                .average()
                .orElse(Double.NaN);
    }

    private static double lastKnown(List<Double> values) {
        return values.stream().filter(Double::isFinite).reduce(0.0, (first, second) -> second);
    }
}
