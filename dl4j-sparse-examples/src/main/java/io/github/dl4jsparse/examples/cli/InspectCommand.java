package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.inspect.ArchiveEntry;
import io.github.dl4jsparse.examples.inspect.ModelReport;
import io.github.dl4jsparse.examples.inspect.OutputTime;
import io.github.dl4jsparse.examples.inspect.WeightReport;
import io.github.dl4jsparse.examples.report.Figures;
import io.github.dl4jsparse.examples.report.TextTable;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.api.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into a model file. */
@Command(
        name = "inspect",
        description = {
            "Show the layers of a model file: shape, connections, density, units without connections.",
            "Takes files of SparseModels and of plain DL4J (where what is not zero is a connection)."
        })
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "A model file (zip).")
    private Path file;

    @Option(names = "--time", description = "Measure the time of an output too, for 1 and for 128 examples at once.")
    private boolean time;

    @Mixin
    private ThreadsOption threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        threads.apply();
        Model model = SparseModels.load(file);
        ModelReport report = ModelReport.of(model);
        PrintWriter out = spec.commandLine().getOut();
        out.println(layers(report));
        out.println();
        out.println("In theory (what the connections amount to; no promise of time)");
        out.println(theory(report, model.numParams()));
        out.println();
        out.println("Measured");
        out.println(entries());
        if (time) {
            printTime(model, out);
        }
        return 0;
    }

    private static TextTable layers(ModelReport report) {
        TextTable table = TextTable.of(
                "weights", "storage", "shape", "connections", "density", "inputs not read", "dead outputs");
        for (WeightReport weight : report.weights()) {
            table = table.row(
                    weight.shape().name(),
                    Words.of(weight.storage()),
                    weight.dimensions(),
                    Figures.count(weight.connections()),
                    Figures.percent(weight.density()),
                    Figures.count(weight.idleInputs()),
                    Figures.count(weight.deadOutputs()));
        }
        return table.row(
                "all",
                "",
                "",
                Figures.count(report.connections()),
                Figures.percent((double) report.connections() / report.positions()),
                Figures.count(report.weights().stream()
                        .mapToLong(WeightReport::idleInputs)
                        .sum()),
                Figures.count(report.weights().stream()
                        .mapToLong(WeightReport::deadOutputs)
                        .sum()));
    }

    private static TextTable theory(ModelReport report, long parameters) {
        String use = report.isFullyConnected() ? "multiply-adds per example" : "multiply-adds per use of each array";
        return TextTable.of("", "dense", "sparse", "dense / sparse")
                .row(
                        use,
                        Figures.count(report.positions()),
                        Figures.count(report.connections()),
                        ratio(report.positions(), report.connections()))
                .row(
                        "bytes of weights in float",
                        Figures.bytes(Float.BYTES * report.positions()),
                        Figures.bytes(Float.BYTES * report.connections()),
                        ratio(report.positions(), report.connections()))
                .row("parameters that the model holds", "", Figures.count(parameters), "");
    }

    private static String ratio(long dense, long sparse) {
        return sparse == 0 ? "-" : String.format(Locale.ROOT, "%.1f", (double) dense / sparse);
    }

    private TextTable entries() throws IOException {
        TextTable table = TextTable.of("in the file", "stored", "unpacked");
        long unpacked = 0;
        for (ArchiveEntry entry : ArchiveEntry.of(file)) {
            table = table.row(entry.name(), Figures.bytes(entry.stored()), Figures.bytes(entry.content()));
            unpacked += entry.content();
        }
        return table.row("the file", Figures.bytes(Files.size(file)), Figures.bytes(unpacked));
    }

    private static void printTime(Model model, PrintWriter out) {
        out.println();
        TextTable table = TextTable.of("output of", "time (median)");
        for (int batch : new int[] {1, 128}) {
            Optional<OutputTime> measured = OutputTime.measure(model, batch);
            if (measured.isEmpty()) {
                out.println("The time of an output is measured for networks that take feature vectors only.");
                return;
            }
            table = table.row(
                    batch == 1 ? "1 example" : batch + " examples",
                    String.format(Locale.ROOT, "%.3f ms", measured.get().milliseconds()));
        }
        out.println(table);
    }
}
