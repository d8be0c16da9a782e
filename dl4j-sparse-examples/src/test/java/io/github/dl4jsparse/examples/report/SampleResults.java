package io.github.dl4jsparse.examples.report;

import io.github.dl4jsparse.examples.data.DataProvenance;
import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.LayerDensity;
import io.github.dl4jsparse.examples.run.RunResult;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.Storage;
import java.util.List;

/** Results that nobody has computed. */
final class SampleResults {

    static final Provenance PROVENANCE = new Provenance(
            "1.2.3", "17 <test>", "an OS", "a CPU & more", "a backend", "dl4j-sparse train --out 'a <b>'");

    private SampleResults() {}

    static RunResult dense() {
        return result("dense", Storage.MASKED, 0, 1000, 1);
    }

    static RunResult rigl() {
        return result("rigl", Storage.COMPRESSED, 0.9, 100, 0.15);
    }

    private static RunResult result(
            String method, Storage storage, double sparsity, long connections, double explored) {
        List<LayerDensity> layers = List.of(new LayerDensity("output", 100, 10, connections, 1000));
        return new RunResult(
                RunSettings.defaults().with(method, storage),
                new DataProvenance("mnist", 60_000, 10_000, "abc", "folder <x>"),
                sparsity,
                List.of(
                        new EpochResult(1, 0.90, 0.5, 0.05, 3, explored - 0.02, layers),
                        new EpochResult(2, 0.95, 0.3, 0.05, 1, explored - 0.01, layers),
                        new EpochResult(3, 0.97, 0.2, 0.005, 2, explored, layers)),
                4096,
                List.of());
    }
}
