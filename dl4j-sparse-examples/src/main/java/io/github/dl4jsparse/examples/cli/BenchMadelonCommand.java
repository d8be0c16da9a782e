package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.DataSources;
import io.github.dl4jsparse.examples.data.Madelon;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Machine;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.run.FirstWeights;
import io.github.dl4jsparse.examples.run.OptimizerSettings;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.TopologySettings;
import io.github.dl4jsparse.examples.study.FeatureResult;
import io.github.dl4jsparse.examples.study.FeatureStudy;
import io.github.dl4jsparse.examples.study.FeatureTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether sparse training finds the features that say something. */
@Command(
        name = "madelon",
        description = {
            "Train on 500 features of which 20 say something, and tell how many of them have the most connections in the end.",
            "On generated data, other ones for each seed, where it is known which they are; and on Madelon if the data folder"
                    + " has it, where that was never published: there, how much the seeds agree."
        })
final class BenchMadelonCommand implements Callable<Integer> {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that holds madelon/madelon_train.data.gz and friends, plain or gzip."
                    + " Default: the folder that DL4J_SPARSE_DATA names.")
    private Path folder;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "fixed,set,rigl",
            description = "Methods; 'dl4j-sparse methods' lists them. Default: ${DEFAULT-VALUE}.")
    private List<String> methods;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,3",
            description = "A run of each method for each seed. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds;

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            defaultValue = "500-100-100-2",
            description = "Units of each layer, inputs first. Default: ${DEFAULT-VALUE}.")
    private String arch;

    @Option(
            names = "--sparsity",
            paramLabel = "SHARE",
            defaultValue = "0.9",
            description = "Share of connections to leave out, in [0, 1). Default: ${DEFAULT-VALUE}.")
    private double sparsity;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "60",
            description = "Epochs of every run. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--interval",
            paramLabel = "STEPS",
            defaultValue = "20",
            description = "Steps between topology updates; an epoch has 20. Default: ${DEFAULT-VALUE}.")
    private int interval;

    @Option(
            names = "--l2",
            paramLabel = "C",
            defaultValue = "0.01",
            description = "Coefficient of the L2 penalty. Default: ${DEFAULT-VALUE}.")
    private double l2;

    @Option(
            names = "--init",
            paramLabel = "KIND",
            defaultValue = "dense",
            description = "First weights, as in train. Default: ${DEFAULT-VALUE}.")
    private FirstWeights firstWeights;

    @Option(
            names = "--validation",
            description = "Measure accuracy on a tenth of the training examples that is held out.")
    private boolean validation;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
    private Path json;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    private static final int BATCH = 100;

    @Override
    public Integer call() throws IOException {
        threads.applyOr(1);
        PrintWriter out = spec.commandLine().getOut();
        Optional<TrainTestData> published = Optional.ofNullable(folder)
                .or(() -> DataSources.environmentFolder(System.getenv()))
                .filter(Madelon::isIn)
                .map(Madelon::read);
        List<FeatureResult> results = new ArrayList<>();
        for (String method : methods) {
            for (long seed : seeds) {
                RunSettings settings = settings(method).withSeed(seed);
                results.add(told(FeatureStudy.onMadelonLike(settings)));
                if (published.isPresent()) {
                    results.add(told(FeatureStudy.on(published.get(), settings)));
                }
            }
        }
        out.println("Generated data, 20 informative features of 500");
        out.println(FeatureTable.found(results));
        out.println();
        if (published.isPresent()) {
            out.println("Madelon");
            out.println(FeatureTable.shared(results));
        } else {
            out.println("Madelon is left out: no data folder holds it. Maybe --data is missing?");
        }
        if (json != null) {
            ResultJson.write(ResultJson.text(fields(results)), json);
            out.println("Wrote " + json);
        }
        return 0;
    }

    private RunSettings settings(String method) {
        RunSettings usual = RunSettings.defaults().withEpochs(epochs).asUsualFor(method);
        TopologySettings topology =
                usual.topology().withSparsity(sparsity).withInterval(interval).withFirstWeights(firstWeights);
        OptimizerSettings optimizer = usual.optimizer();
        return usual.toBuilder()
                .arch(Units.numbers("--arch", arch, "-"))
                .topology(topology)
                .optimizer(new OptimizerSettings(optimizer.updater(), optimizer.rate(), optimizer.rateDrops(), l2))
                .batch(BATCH)
                .validation(validation)
                .build();
    }

    private FeatureResult told(FeatureResult result) {
        spec.commandLine()
                .getErr()
                .println(String.format(
                        Locale.ROOT,
                        "%s, %s, seed %d: accuracy %.2f %%",
                        result.data(),
                        result.method(),
                        result.seed(),
                        100 * result.accuracy()));
        return result;
    }

    private Map<String, Object> fields(List<FeatureResult> results) throws IOException {
        List<Map<String, Object>> runs = new ArrayList<>();
        for (FeatureResult result : results) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("data", result.data());
            fields.put("method", result.method());
            fields.put("seed", result.seed());
            fields.put("accuracy", result.accuracy());
            fields.put("settings", ResultJson.settings(settings(result.method())));
            fields.put("byDegree", result.byDegree());
            fields.put("byMagnitude", result.byMagnitude());
            result.informative()
                    .ifPresent(known ->
                            fields.put("informative", known.stream().sorted().toList()));
            runs.add(fields);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("arch", arch);
        all.put("sparsity", sparsity);
        all.put("runs", runs);
        all.put("provenance", Machine.provenance(CommandText.of(spec)));
        return all;
    }
}
