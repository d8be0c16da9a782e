package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The results of a study: mean and standard deviation over the seeds that are finished. */
public final class StudyTable {

    private final Map<String, List<Point>> rows = new LinkedHashMap<>();

    /** What one run says for one row. */
    private record Point(double kept, double accuracy) {

        static Point of(JsonNode run) {
            return new Point(
                    run.get("connections").asDouble() / run.get("totalWeights").asDouble(),
                    run.get("accuracy").asDouble());
        }
    }

    /** Begins an empty table. */
    public StudyTable() {}

    /**
     * Adds a run: a row for its network, and one for each sparsity to which that was pruned.
     *
     * @param experiment of the run
     * @param run its result
     */
    public void add(Experiment experiment, JsonNode run) {
        add(experiment.title(), Point.of(run));
        run.path("pruned")
                .forEach(pruned -> add(
                        experiment.title() + ", pruned by "
                                + Math.round(100 * pruned.get("sparsity").asDouble()) + " %",
                        Point.of(pruned)));
        if (run.has("backboneAccuracy")) {
            add(
                    "its backbone, digits 0-4, unchanged bit for bit",
                    new Point(1, run.get("backboneAccuracy").asDouble()));
        }
    }

    private void add(String title, Point point) {
        rows.computeIfAbsent(title, name -> new ArrayList<>()).add(point);
    }

    /**
     * The table.
     *
     * @return a row for each kind of network; standard deviations have the divisor n - 1
     */
    public TextTable table() {
        TextTable table = TextTable.of("layers", "weights used", "accuracy", "error", "n");
        for (Map.Entry<String, List<Point>> row : rows.entrySet()) {
            double[] kept = row.getValue().stream().mapToDouble(Point::kept).toArray();
            double[] accuracy =
                    row.getValue().stream().mapToDouble(Point::accuracy).toArray();
            double[] error = row.getValue().stream()
                    .mapToDouble(point -> 1 - point.accuracy())
                    .toArray();
            table = table.row(
                    row.getKey(),
                    percent(kept),
                    percent(accuracy),
                    percent(error),
                    String.valueOf(row.getValue().size()));
        }
        return table;
    }

    /** Such as {@code 95 %} or {@code 99.5 %}. */
    static String percentage(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share).replaceFirst("\\.0$", "") + " %";
    }

    static String percent(double... shares) {
        double mean = mean(shares);
        if (shares.length == 1) {
            return String.format(Locale.ROOT, "%.2f %%", 100 * mean);
        }
        double squares = 0;
        for (double share : shares) {
            squares += (share - mean) * (share - mean);
        }
        return String.format(Locale.ROOT, "%.2f ± %.2f %%", 100 * mean, 100 * Math.sqrt(squares / (shares.length - 1)));
    }

    private static double mean(double... numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum / numbers.length;
    }
}
