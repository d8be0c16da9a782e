package io.github.dl4jsparse.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/**
 * Measurements as JSON: {@code results}, one object for each line of the table, and {@code provenance}, which also holds
 * every time that was measured. Times are in milliseconds, sizes in bytes.
 */
public final class BenchJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private BenchJson() {}

    /**
     * Training steps.
     *
     * @param comparisons what was measured
     * @param run the provenance
     * @return results with {@code arch}, {@code batch}, {@code sparsity}, {@code jdk}, {@code kernels}, {@code threads} (of
     *     the sparse side), {@code denseMsPerStep}, {@code sparseMsPerStep}, {@code ratio} and {@code rounds}
     */
    public static String ofSteps(List<Comparison> comparisons, BenchRun run) {
        return document(
                comparisons.stream().map(one -> fields(one, run, "Step")).toList(), run, rawOf(comparisons));
    }

    /**
     * Outputs.
     *
     * @param comparisons what was measured
     * @param run the provenance
     * @return results as of steps, with {@code denseMsPerCall}, {@code sparseMsPerCall} and {@code by}, what computed the
     *     sparse network's output
     */
    public static String ofOutputs(List<Comparison> comparisons, BenchRun run) {
        List<Map<String, Object>> results = comparisons.stream()
                .map(one -> {
                    Map<String, Object> fields = fields(one, run, "Call");
                    fields.put("by", one.sparse().name());
                    return fields;
                })
                .toList();
        return document(results, run, rawOf(comparisons));
    }

    /**
     * A large network.
     *
     * @param result what was measured
     * @param settings what was asked for
     * @param run the provenance
     * @return one result
     */
    public static String ofScale(ScaleResult result, ScaleSettings settings, BenchRun run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("arch", result.arch());
        fields.put("batch", settings.batch());
        fields.put("places", result.places());
        fields.put("connections", result.connections());
        fields.put("parameters", result.parameters());
        fields.put("jdk", run.jdk());
        fields.put("kernels", run.kernels());
        fields.put("threads", settings.threads());
        fields.put("buildMs", result.buildMillis());
        fields.put("msPerStep", result.steps().median());
        fields.put("msPerUpdate", finite(result.updates().median()));
        fields.put("steps", result.steps().millis().size());
        fields.put("updates", result.updates().millis().size());
        fields.put("heapPeakBytes", result.memory().heap());
        fields.put("offHeapPeakBytes", result.memory().offHeap());
        fields.put("heapBytes", result.inUse().heap());
        fields.put("offHeapBytes", result.inUse().offHeap());
        fields.put("bytesPerConnection", result.perConnection(result.inUse().sum()));
        if (result.files() != null) {
            fields.put("fileBytes", result.files().plain());
            fields.put("fileMs", result.files().plainMillis());
            fields.put("fileWithUpdaterBytes", result.files().resumable());
            fields.put("fileWithUpdaterMs", result.files().resumableMillis());
        }
        return document(List.of(fields), run, List.of(raw(result.steps(), Map.of()), raw(result.updates(), Map.of())));
    }

    private static Map<String, Object> fields(Comparison one, BenchRun run, String unit) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("arch", one.arch());
        fields.put("batch", one.batch());
        fields.put("sparsity", one.sparsity());
        fields.put("jdk", run.jdk());
        fields.put("kernels", run.kernels());
        fields.put("threads", one.threads().sparse());
        fields.put("denseMsPer" + unit, one.dense().median());
        fields.put("sparseMsPer" + unit, one.sparse().median());
        fields.put("ratio", one.ratio());
        fields.put("rounds", one.rounds());
        return fields;
    }

    /** Each timing once: all comparisons of one batch size share their dense one. */
    private static List<Map<String, Object>> rawOf(List<Comparison> comparisons) {
        List<Map<String, Object>> raw = new ArrayList<>();
        Timing dense = null;
        for (Comparison one : comparisons) {
            if (!one.dense().equals(dense)) {
                dense = one.dense();
                raw.add(raw(dense, Map.of("batch", one.batch(), "sparsity", 0)));
            }
            raw.add(raw(one.sparse(), Map.of("batch", one.batch(), "sparsity", one.sparsity())));
        }
        return raw;
    }

    static Map<String, Object> raw(Timing timing, Map<String, Object> of) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", timing.name());
        fields.putAll(new TreeMap<>(of));
        fields.put("ms", timing.millis());
        return fields;
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static String document(List<Map<String, Object>> results, BenchRun run, List<Map<String, Object>> everyTime) {
        Map<String, Object> provenance = run.fields();
        provenance.put("raw", everyTime);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("results", results);
        document.put("provenance", provenance);
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists, numbers and texts can be written as JSON.", e);
        }
    }
}
