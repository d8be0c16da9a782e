package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.examples.report.Provenance;
import java.time.Instant;
import java.util.List;

/** Made-up measurements. */
final class SampleComparisons {

    static final BenchRun RUN = new BenchRun(
            new Provenance("1.2", "17.0.1+2 (Vendor)", "an OS", "a CPU", "a backend", "dl4j-sparse bench step"),
            Instant.parse("2026-01-02T03:04:05Z"),
            "17.0.1",
            "scalar",
            new ThreadCounts(2, 1),
            5,
            7,
            "what is sparse");

    private SampleComparisons() {}

    static Comparison of(double sparsity, List<Double> dense, List<Double> sparse) {
        return new Comparison(
                "4-3-2",
                16,
                sparsity,
                RUN.threads(),
                new Timing("dense", dense),
                new Timing("sparse " + sparsity, sparse));
    }
}
