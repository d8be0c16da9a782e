package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptimizerSettings;
import io.github.dl4jsparse.examples.run.RunObserver;
import io.github.dl4jsparse.examples.run.RunResult;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.TrainingRun;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the loss does after changes of the topology, with Adam and with an Adam in which each connection has an age of its own.
 *
 * @param name what its files are called
 * @param title what it is called in tables
 * @param settings of the run, but for its seed
 */
public record SpikeExperiment(String name, String title, RunSettings settings) implements Experiment {

    /** Steps after a change that are looked at. */
    public static final int STEPS = 10;

    private static final int EXAMPLES = 1000;
    private static final int EPOCHS = 5;

    /**
     * RigL and random growth, each with both updaters: 784-300-100-10, 5 epochs, rate 0.001, a fifth of the connections every 100
     * steps.
     *
     * @param arch units of each layer, inputs first
     * @param sparsity in [0, 1)
     * @param rate of the updaters
     * @return the experiments
     */
    public static List<SpikeExperiment> all(List<Integer> arch, double sparsity, double rate) {
        return List.of(
                of("rigl-adam", "RigL, Adam", "rigl", Optimizer.ADAM, arch, sparsity, rate),
                of("rigl-smet", "RigL, Smet", "rigl", Optimizer.SMET, arch, sparsity, rate),
                of("random-adam", "random growth, Adam", "magran", Optimizer.ADAM, arch, sparsity, rate),
                of("random-smet", "random growth, Smet", "magran", Optimizer.SMET, arch, sparsity, rate));
    }

    private static SpikeExperiment of(
            String name,
            String title,
            String method,
            Optimizer updater,
            List<Integer> arch,
            double sparsity,
            double rate) {
        RunSettings base =
                RunSettings.defaults().withArch(arch).withEpochs(EPOCHS).asUsualFor("smet");
        RunSettings settings = base.toBuilder()
                .method(method)
                .topology(base.topology().withSparsity(sparsity))
                .optimizer(new OptimizerSettings(updater, rate, List.of(), 0))
                .build();
        return new SpikeExperiment(name, title, settings);
    }

    @Override
    public Map<String, Object> settings(StudySettings study) {
        Map<String, Object> fields = ResultJson.settings(study.of(settings));
        fields.put("stepsAfterChange", STEPS);
        fields.put("lossExamples", EXAMPLES);
        return fields;
    }

    @Override
    public String run(
            StudySettings study, long seed, TrainTestData data, Provenance provenance, Consumer<String> progress)
            throws IOException {
        RunSettings seeded = study.of(settings).withSeed(seed);
        TrainingRun run = TrainingRun.start(seeded, data);
        SpikeMeter meter = SpikeMeter.on(
                run.network(),
                data.train().first(Math.min(EXAMPLES, data.train().size())).toDataSet(),
                seeded.topology().interval(),
                STEPS);
        RunResult result = run.finish(new RunObserver() {});
        progress.accept(String.format(Locale.ROOT, "accuracy %.2f %%", 100 * result.accuracy()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", seeded.method());
        fields.put("data", data.provenance().name());
        fields.put("arch", seeded.archName());
        fields.put("seed", seed);
        fields.put("sparsityRequested", result.sparsityRequested());
        fields.put("sparsityReached", result.sparsityReached());
        fields.put("connections", result.connections());
        fields.put("totalWeights", result.totalWeights());
        fields.put("accuracy", result.accuracy());
        fields.put("accuracyOf", study.validation() ? "validation" : "test");
        fields.put("atChanges", meter.atChanges());
        fields.put("between", meter.between());
        fields.put("settings", settings(study));
        fields.put("provenance", ResultJson.provenance(data.provenance(), provenance));
        return ResultJson.text(fields);
    }
}
