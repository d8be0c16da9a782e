package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Costs of topology updates as a text table and as JSON. */
public final class RewiringReport {

    private RewiringReport() {}

    /**
     * Medians in milliseconds.
     *
     * @param times what was measured
     * @return a line for each
     */
    public static TextTable table(List<RewiringTime> times) {
        TextTable table = TextTable.of(
                "storage, method",
                "step ms",
                "update adds ms",
                "method ms",
                "the rest ms",
                "share of training",
                "rounds");
        for (RewiringTime one : times) {
            table = table.row(
                    one.storage() + ", " + one.method(),
                    millis(one.stepMillis()),
                    millis(one.extraMillis()),
                    millis(one.updates().median()),
                    millis(one.restMillis()),
                    Figures.percent(one.share()) + " at " + one.interval(),
                    String.valueOf(one.rewired().millis().size()));
        }
        return table;
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.2f", millis);
    }

    /**
     * Results and provenance, with every time in it.
     *
     * @param times what was measured
     * @param settings of the measurement
     * @param run the provenance
     * @return results with {@code storage}, {@code method}, {@code interval}, {@code msPerStep}, {@code msPerUpdate} (by how much
     *     training gets longer), {@code msOfMethod}, {@code msOfTheRest}, {@code share} and {@code rounds}
     */
    public static String json(List<RewiringTime> times, RewiringSettings settings, BenchRun run) {
        List<Map<String, Object>> raw = new ArrayList<>();
        List<Map<String, Object>> results = new ArrayList<>();
        for (RewiringTime one : times) {
            Map<String, Object> of = Map.of("storage", one.storage());
            if (raw.stream()
                    .noneMatch(timing -> timing.get("ms").equals(one.still().millis()))) {
                raw.add(BenchJson.raw(one.still(), of));
            }
            raw.add(BenchJson.raw(one.rewired(), of));
            raw.add(BenchJson.raw(one.updates(), of));
            results.add(fields(one, settings, run));
        }
        return BenchJson.document(results, run, raw);
    }

    private static Map<String, Object> fields(RewiringTime one, RewiringSettings settings, BenchRun run) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("storage", one.storage());
        fields.put("method", one.method());
        fields.put("arch", Arch.name(settings.arch()));
        fields.put("batch", settings.batch());
        fields.put("sparsity", settings.sparsity());
        fields.put("jdk", run.jdk());
        fields.put("kernels", run.kernels());
        fields.put("threads", settings.threads());
        fields.put("interval", one.interval());
        fields.put("stepsPerTurn", one.block());
        fields.put("msPerStep", one.stepMillis());
        fields.put("msPerUpdate", one.extraMillis());
        fields.put("msOfMethod", one.updates().median());
        fields.put("msOfTheRest", one.restMillis());
        fields.put("share", one.share());
        fields.put("rounds", one.rewired().millis().size());
        return fields;
    }
}
