package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.continual.Measure;
import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The results of a study of continual learning: mean and standard deviation over the seeds that are finished. */
public final class ContinualTable {

    private final Map<ContinualExperiment, List<JsonNode>> runs = new LinkedHashMap<>();

    /** Begins an empty table. */
    public ContinualTable() {}

    /**
     * Adds a run.
     *
     * @param experiment of the run
     * @param run its result
     */
    public void add(ContinualExperiment experiment, JsonNode run) {
        runs.computeIfAbsent(experiment, name -> new ArrayList<>())
                .add(run.get("perSeed").get(0));
    }

    /**
     * The tables by section.
     *
     * @return a row for each strategy
     */
    public Map<String, TextTable> tables() {
        Map<String, TextTable> tables = new LinkedHashMap<>();
        runs.forEach((experiment, seeds) -> {
            TextTable table = tables.getOrDefault(
                    experiment.section(),
                    TextTable.of(
                            "strategy",
                            "task not told",
                            "task told",
                            "backward transfer",
                            "task inferred",
                            "stored for a task",
                            "n",
                            "published"));
            tables.put(
                    experiment.section(),
                    table.row(
                            experiment.title(),
                            percent(seeds, "/withoutTask/averageAccuracy"),
                            percent(seeds, "/taskIncremental/averageAccuracy"),
                            percent(seeds, "/backwardTransfer"),
                            percent(seeds, "/taskInferenceAccuracy"),
                            bytes(seeds),
                            String.valueOf(seeds.size()),
                            experiment.published()));
        });
        return tables;
    }

    private static String percent(List<JsonNode> seeds, String field) {
        List<Double> values =
                seeds.stream().map(seed -> seed.at(field).asDouble(Double.NaN)).toList();
        return Measure.of(values).percent();
    }

    private static String bytes(List<JsonNode> seeds) {
        List<Long> all = new ArrayList<>();
        seeds.forEach(seed -> seed.get("bytesPerTask").forEach(task -> all.add(task.asLong())));
        return Figures.bytes(Math.round(all.stream().collect(Collectors.averagingLong(Long::longValue))));
    }

    /**
     * The tables for a file.
     *
     * @return Markdown, with a heading for each section
     */
    public String markdown() {
        return tables().entrySet().stream()
                .map(table -> "### " + table.getKey() + System.lineSeparator() + System.lineSeparator()
                        + table.getValue().markdown() + System.lineSeparator())
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
