package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;

/** What the loss does after changes of the topology: means over seeds of each run's greatest and middle figures. */
public final class SpikeTable {

    private final List<String[]> rows = new ArrayList<>();

    /** Begins an empty table. */
    public SpikeTable() {}

    /**
     * Adds an experiment.
     *
     * @param experiment which
     * @param runs its results, at least one
     */
    public void add(SpikeExperiment experiment, List<JsonNode> runs) {
        rows.add(new String[] {
            experiment.title(),
            mean(runs, "atChanges", 1),
            mean(runs, "atChanges", 0.5),
            mean(runs, "between", 1),
            mean(runs, "between", 0.5),
            StudyTable.percent(runs.stream()
                    .mapToDouble(run -> run.get("accuracy").asDouble())
                    .toArray()),
            String.valueOf(runs.size())
        });
    }

    private static String mean(List<JsonNode> runs, String field, double quantile) {
        double mean = runs.stream()
                .mapToDouble(run -> quantile(run.get(field), quantile))
                .average()
                .orElse(Double.NaN);
        return String.format(Locale.ROOT, "%.2f", mean);
    }

    private static double quantile(JsonNode numbers, double quantile) {
        double[] sorted = StreamSupport.stream(numbers.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(quantile * (sorted.length - 1))];
    }

    /**
     * The table.
     *
     * @return a row for each experiment
     */
    public TextTable table() {
        TextTable table = TextTable.of(
                "method, updater",
                "loss after / before a change, max",
                "median",
                "between changes, max",
                "median",
                "accuracy",
                "n");
        for (String[] row : rows) {
            table = table.row(row);
        }
        return table;
    }
}
