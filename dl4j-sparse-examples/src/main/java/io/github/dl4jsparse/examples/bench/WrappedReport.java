package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.examples.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times of wrapped layers as a text table and as JSON. */
public final class WrappedReport {

    private WrappedReport() {}

    /**
     * Medians in milliseconds.
     *
     * @param times what was measured
     * @return a line for each
     */
    public static TextTable table(List<WrappedTime> times) {
        TextTable table = TextTable.of("net.fit", "size", "batch", "bare ms", "wrapped ms", "ratio", "rounds");
        for (WrappedTime one : times) {
            table = table.row(
                    one.wrapped().name(),
                    one.size(),
                    String.valueOf(one.batch()),
                    String.format(Locale.ROOT, "%.3f", one.bare().median()),
                    String.format(Locale.ROOT, "%.3f", one.wrapped().median()),
                    String.format(Locale.ROOT, "%.2f", one.ratio()),
                    String.valueOf(one.wrapped().millis().size()));
        }
        return table;
    }

    /**
     * Results and provenance, with every time in it.
     *
     * @param times what was measured
     * @param run the provenance
     * @return results with {@code member}, {@code size}, {@code batch}, {@code jdk}, {@code threads}, {@code bareMsPerStep},
     *     {@code wrappedMsPerStep}, {@code ratio} (wrapped over bare) and {@code rounds}
     */
    public static String json(List<WrappedTime> times, BenchRun run) {
        List<Map<String, Object>> raw = new ArrayList<>();
        times.stream().limit(1).forEach(one -> raw.add(BenchJson.raw(one.bare(), Map.of())));
        times.forEach(one -> raw.add(BenchJson.raw(one.wrapped(), Map.of())));
        return BenchJson.document(times.stream().map(one -> fields(one, run)).toList(), run, raw);
    }

    private static Map<String, Object> fields(WrappedTime one, BenchRun run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("member", one.wrapped().name());
        fields.put("size", one.size());
        fields.put("batch", one.batch());
        fields.put("jdk", run.jdk());
        fields.put("threads", one.threads());
        fields.put("bareMsPerStep", one.bare().median());
        fields.put("wrappedMsPerStep", one.wrapped().median());
        fields.put("ratio", one.ratio());
        fields.put("rounds", one.wrapped().millis().size());
        return fields;
    }
}
