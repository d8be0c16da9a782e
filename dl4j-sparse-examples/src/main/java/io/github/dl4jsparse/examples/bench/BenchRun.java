package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.examples.report.Provenance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * On what and how a measurement was made.
 *
 * @param machine machine, versions and command line
 * @param date when it began
 * @param jdk the Java version in short, such as {@code 17.0.15}
 * @param kernels the sparse kernels that computed, {@code scalar} or {@code vector}
 * @param threads of both sides
 * @param warmUp rounds that do not count
 * @param seed of weights, patterns and examples
 * @param networks what the sparse networks consist of
 */
public record BenchRun(
        Provenance machine,
        Instant date,
        String jdk,
        String kernels,
        ThreadCounts threads,
        int warmUp,
        long seed,
        String networks) {

    /**
     * A measurement that begins now, in this JVM.
     *
     * @param machine machine, versions and command line
     * @param threads of both sides
     * @param warmUp rounds that do not count
     * @param seed of weights, patterns and examples
     * @param networks what the sparse networks consist of
     * @return its provenance
     */
    public static BenchRun now(Provenance machine, ThreadCounts threads, int warmUp, long seed, String networks) {
        return new BenchRun(
                machine,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                System.getProperty("java.version"),
                SparseRuntime.kernelsInUse(),
                threads,
                warmUp,
                seed,
                networks);
    }

    /** Names and values for JSON. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("date", date.toString());
        fields.put("version", machine.version());
        fields.put("jdk", machine.jdk());
        fields.put("os", machine.os());
        fields.put("cpu", machine.cpu());
        fields.put("backend", machine.backend());
        fields.put("maxHeapBytes", Runtime.getRuntime().maxMemory());
        fields.put("kernels", kernels);
        fields.put("denseThreads", threads.dense());
        fields.put("sparseThreads", threads.sparse());
        fields.put("warmUpRounds", warmUp);
        fields.put("seed", seed);
        fields.put("sparseNetworks", networks);
        fields.put("command", machine.command());
        return fields;
    }
}
