package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.SparsityChart;
import io.github.dl4jsparse.examples.run.Method;
import io.github.dl4jsparse.examples.run.Methods;
import io.github.dl4jsparse.examples.run.Storage;
import io.github.dl4jsparse.examples.study.SparsityExperiment;
import io.github.dl4jsparse.examples.study.SparsityStudy;
import io.github.dl4jsparse.examples.study.SparsityTable;
import io.github.dl4jsparse.examples.study.StudyFolder;
import io.github.dl4jsparse.examples.study.StudySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.shade.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Accuracies of the training methods at several sparsities. */
@Command(
        name = "dst",
        description = {
            "Train with every method at several sparsities, and tell accuracies in a table and a chart for each architecture.",
            "Every finished run is a file in the folder, and is not made again: the command can be stopped and repeated."
                    + " Tables and charts of what is finished are written after each run."
        })
final class BenchDstCommand implements Callable<Integer> {

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Some methods; 'dl4j-sparse methods' lists them. Default: all.")
    private List<String> only;

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            split = ",",
            defaultValue = "784-300-100-10,784-1000-1000-1000-10",
            description = "Architectures, units of each layer, inputs first. Default: ${DEFAULT-VALUE}.")
    private List<String> archs;

    @Option(
            names = "--sparsities",
            paramLabel = "SHARE",
            split = ",",
            defaultValue = "0.9,0.95,0.98,0.99",
            description = "Shares of connections to leave out, in [0, 1). Default: ${DEFAULT-VALUE}.")
    private List<Double> sparsities;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Epochs of every run. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--storage",
            paramLabel = "KIND",
            defaultValue = "masked",
            description = {
                "masked: ordinary layers under masks. compressed: truly sparse hidden layers for methods whose connections they"
                        + " can hold, masks for the others, which the table tells. Default: ${DEFAULT-VALUE}."
            })
    private Storage storage;

    @Mixin
    private StudyOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<List<Integer>> units =
                archs.stream().map(arch -> Units.numbers("--arch", arch, "-")).toList();
        List<String> methods =
                only == null ? Methods.all().stream().map(Method::name).toList() : only;
        List<SparsityExperiment> experiments = SparsityStudy.of(units, methods, sparsities, epochs, storage);
        StudySettings study = new StudySettings(OptionalInt.empty(), options.validation());
        TrainTestData examples = options.load();
        for (long seed : options.seeds()) {
            for (SparsityExperiment each : experiments) {
                if (ran(each, seed, study, examples)) {
                    write(experiments, each.arch(), study, examples);
                }
            }
        }
        PrintWriter printer = spec.commandLine().getOut();
        for (List<Integer> each : units) {
            String arch = each.stream()
                    .map(String::valueOf)
                    .reduce((one, other) -> one + "-" + other)
                    .orElseThrow();
            printer.println(arch);
            printer.println(table(experiments, arch, study, examples).accuracies());
            write(experiments, arch, study, examples).forEach(file -> printer.println("Wrote " + file));
        }
        printer.println(options.note(examples));
        return 0;
    }

    /** A run whose score is no number any more leaves its place in the table empty. */
    private boolean ran(SparsityExperiment each, long seed, StudySettings study, TrainTestData examples)
            throws IOException {
        try {
            return options.run(each.experiment(), seed, study, examples, spec);
        } catch (ND4JIllegalStateException e) {
            spec.commandLine().getErr().println(each.experiment().name() + ", seed " + seed + ": " + e.getMessage());
            return false;
        }
    }

    private SparsityTable table(
            List<SparsityExperiment> experiments, String arch, StudySettings study, TrainTestData examples)
            throws IOException {
        SparsityTable table = new SparsityTable(sparsities);
        for (SparsityExperiment each : experiments) {
            for (long seed : options.seeds()) {
                Optional<JsonNode> run =
                        options.folder().finished(each.experiment(), seed, study, examples.provenance());
                if (run.isPresent() && each.arch().equals(arch)) {
                    table.add(each, run.get());
                }
            }
        }
        return table;
    }

    private static String trulySparse(List<SparsityExperiment> experiments) {
        String names = experiments.stream()
                .filter(each -> each.storage() == Storage.COMPRESSED)
                .map(SparsityExperiment::method)
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " Hidden layers are truly sparse with " + names + "; others are under masks.";
    }

    /** The table and the chart of what is finished. */
    private List<Path> write(
            List<SparsityExperiment> experiments, String arch, StudySettings study, TrainTestData examples)
            throws IOException {
        SparsityTable table = table(experiments, arch, study, examples);
        String end = System.lineSeparator();
        String text = String.join(
                end + end,
                "MNIST".equalsIgnoreCase(examples.provenance().name()) ? arch + " on MNIST" : arch,
                table.accuracies().markdown(),
                options.note(examples) + " In brackets: n." + trulySparse(experiments),
                "Share of connections that existed at some time (R_s):",
                table.explored().markdown());
        StudyFolder folder = options.folder();
        List<Path> files = new ArrayList<>(List.of(folder.write(arch + ".md", text + end)));
        Map<String, List<Double>> means = table.means();
        if (means.values().stream().flatMap(List::stream).anyMatch(Double::isFinite)) {
            String title =
                    "Accuracy of " + arch + " on " + examples.provenance().name();
            files.add(folder.write(arch + ".svg", SparsityChart.svg(title, sparsities, means)));
        }
        return files;
    }
}
