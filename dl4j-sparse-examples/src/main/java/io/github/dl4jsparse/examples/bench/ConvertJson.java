package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.convert.LayerDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conversions as JSON, in the form of {@link BenchJson}. */
public final class ConvertJson {

    private ConvertJson() {}

    /**
     * Conversions.
     *
     * @param results what was measured
     * @param run the provenance
     * @return for each {@code arch}, {@code batch}, {@code sparsity}, {@code jdk}, {@code kernels}, {@code threads} (of the
     *     sparse side), the medians and ratios of outputs and steps, {@code rounds}, {@code toSparseMs}, {@code toDenseMs},
     *     {@code maxOutputDifference}, and {@code layers} with every decision
     */
    public static String of(List<ConvertResult> results, BenchRun run) {
        List<Map<String, Object>> raw = new ArrayList<>();
        results.forEach(result -> raw.addAll(rawOf(result)));
        return BenchJson.document(
                results.stream().map(result -> fields(result, run)).toList(), run, raw);
    }

    private static Map<String, Object> fields(ConvertResult result, BenchRun run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("arch", result.fit().arch());
        fields.put("batch", result.fit().batch());
        fields.put("sparsity", result.fit().sparsity());
        fields.put("jdk", run.jdk());
        fields.put("kernels", run.kernels());
        fields.put("threads", result.fit().threads().sparse());
        fields.put("denseMsPerCall", result.output().dense().median());
        fields.put("sparseMsPerCall", result.output().sparse().median());
        fields.put("ratioOfOutput", result.output().ratio());
        fields.put("denseMsPerStep", result.fit().dense().median());
        fields.put("sparseMsPerStep", result.fit().sparse().median());
        fields.put("ratio", result.fit().ratio());
        fields.put("rounds", result.fit().rounds());
        fields.put("toSparseMs", result.conversion().median());
        fields.put("toDenseMs", result.back().median());
        fields.put("maxOutputDifference", result.difference());
        fields.put("layers", result.layers().stream().map(ConvertJson::layer).toList());
        return fields;
    }

    private static Map<String, Object> layer(LayerDecision decision) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", decision.layer());
        fields.put("kind", decision.kind());
        fields.put("places", decision.places());
        fields.put("connections", decision.connections());
        fields.put("sparsity", decision.sparsity());
        fields.put("converted", decision.converted());
        fields.put("reason", decision.reason());
        decision.times().ifPresent(times -> {
            fields.put("denseMs", times.denseMillis());
            fields.put("sparseMs", times.sparseMillis());
        });
        return fields;
    }

    private static List<Map<String, Object>> rawOf(ConvertResult result) {
        Map<String, Object> output = of(result, "output");
        Map<String, Object> fit = of(result, "fit");
        Map<String, Object> conversion = of(result, "conversion");
        return List.of(
                BenchJson.raw(result.output().dense(), output),
                BenchJson.raw(result.output().sparse(), output),
                BenchJson.raw(result.fit().dense(), fit),
                BenchJson.raw(result.fit().sparse(), fit),
                BenchJson.raw(result.conversion(), conversion),
                BenchJson.raw(result.back(), conversion));
    }

    private static Map<String, Object> of(ConvertResult result, String timed) {
        return Map.of(
                "timed",
                timed,
                "batch",
                result.fit().batch(),
                "sparsity",
                result.fit().sparsity());
    }
}
