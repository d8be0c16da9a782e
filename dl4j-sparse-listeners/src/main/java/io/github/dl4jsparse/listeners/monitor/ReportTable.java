package io.github.dl4jsparse.listeners.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/**
 * Reports as CSV, a line for each array and one for their total, and as JSON. What is not known is empty there, and
 * null here.
 */
public final class ReportTable {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final SparsityReport EMPTY = new SparsityReport(0, 0, 0, 0, List.of());

    private ReportTable() {}

    /**
     * The reports as CSV.
     *
     * @param reports any number
     * @return a header and the lines, each ended by a line feed
     */
    public static String csv(List<SparsityReport> reports) {
        StringBuilder text = new StringBuilder(String.join(",", total(EMPTY).keySet())).append('\n');
        for (SparsityReport report : reports) {
            for (WeightMeasures weight : report.weights()) {
                text.append(line(row(report, weight)));
            }
            text.append(line(total(report)));
        }
        return text.toString();
    }

    /**
     * The reports as JSON: measures of the network, and of its arrays with their degree histograms.
     *
     * @param reports any number
     * @return an array of objects
     */
    public static String json(List<SparsityReport> reports) {
        List<Object> all = new ArrayList<>();
        for (SparsityReport report : reports) {
            Map<String, Object> fields = total(report);
            fields.remove("weight");
            fields.remove("shape");
            fields.put("effectiveGradientFlow", known(report.effectiveGradientFlow()));
            fields.put("compression", known(report.compression().ratio()));
            List<Object> weights = new ArrayList<>();
            for (WeightMeasures weight : report.weights()) {
                Map<String, Object> row = row(report, weight);
                row.keySet().removeAll(List.of("update", "iteration", "epoch"));
                row.put("shape", weight.shape().dims());
                row.put("inDegrees", weight.inDegrees().units());
                row.put("outDegrees", weight.outDegrees().units());
                weights.add(row);
            }
            fields.put("weights", weights);
            all.add(fields);
        }
        try {
            return MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists, numbers and texts can be written as JSON.", e);
        }
    }

    /**
     * Writes reports to a file, and makes the folders it lies in.
     *
     * @param reports any number
     * @param file as JSON if its name ends with {@code .json}, else as CSV
     * @throws IOException if writing fails
     */
    public static void write(List<SparsityReport> reports, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        boolean json = file.getFileName().toString().endsWith(".json");
        Files.writeString(file, json ? json(reports) + "\n" : csv(reports));
    }

    private static Map<String, Object> row(SparsityReport report, WeightMeasures weight) {
        Map<String, Object> row = begin(report, weight.name());
        row.put("shape", weight.shape().dims().stream().map(String::valueOf).collect(Collectors.joining("x")));
        row.put("connections", weight.connections());
        row.put("positions", weight.positions());
        row.put("density", weight.density());
        row.put("explored", known(weight.explored()));
        add(row, weight.change(), weight.turnover());
        row.put("deadOutputs", weight.deadOutputs());
        row.put("idleInputs", weight.idleInputs());
        row.put("gradientFlow", known(weight.gradientFlow()));
        row.put("flops", known(weight.flops().sparse()));
        row.put("denseFlops", known(weight.flops().dense()));
        return row;
    }

    private static Map<String, Object> total(SparsityReport report) {
        Map<String, Object> row = begin(report, "total");
        row.put("shape", null);
        row.put("connections", report.connections());
        row.put("positions", report.positions());
        row.put("density", known(report.density()));
        row.put("explored", known(report.explored()));
        add(row, report.change(), report.turnover());
        row.put(
                "deadOutputs",
                report.weights().stream().mapToInt(WeightMeasures::deadOutputs).sum());
        row.put(
                "idleInputs",
                report.weights().stream().mapToInt(WeightMeasures::idleInputs).sum());
        row.put("gradientFlow", known(report.gradientFlow()));
        row.put("flops", known(report.flops().sparse()));
        row.put("denseFlops", known(report.flops().dense()));
        return row;
    }

    private static Map<String, Object> begin(SparsityReport report, String weight) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("update", report.updates());
        row.put("iteration", report.iteration());
        row.put("epoch", report.epoch());
        row.put("weight", weight);
        return row;
    }

    private static void add(Map<String, Object> row, TopologyChange change, double turnover) {
        row.put("dropped", change.dropped());
        row.put("grown", change.grown());
        row.put("droppedJustGrown", change.droppedJustGrown());
        row.put("turnover", turnover);
    }

    private static Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static String line(Map<String, Object> row) {
        return row.values().stream()
                        .map(value -> value == null ? "" : String.valueOf(value))
                        .collect(Collectors.joining(","))
                + "\n";
    }
}
