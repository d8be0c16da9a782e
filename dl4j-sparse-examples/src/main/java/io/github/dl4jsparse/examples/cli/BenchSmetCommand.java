package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.study.SpikeExperiment;
import io.github.dl4jsparse.examples.study.SpikeTable;
import io.github.dl4jsparse.examples.study.StudyFolder;
import io.github.dl4jsparse.examples.study.StudySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.nd4j.shade.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the loss does after changes of the topology. */
@Command(
        name = "smet",
        description = {
            "Tell how far the loss rises after changes of the topology, with Adam and with Smet, in which each connection has"
                    + " an age of its own.",
            "The loss is that of 1000 training examples; the greatest one in the 10 steps after a change is told over the"
                    + " one right before it. Every finished run is a file in the folder, and is not made again."
        })
final class BenchSmetCommand implements Callable<Integer> {

    @Option(
            names = "--arch",
            paramLabel = "UNITS",
            defaultValue = "784-300-100-10",
            description = "Units of each layer, inputs first. Default: ${DEFAULT-VALUE}.")
    private String arch;

    @Option(
            names = "--sparsity",
            paramLabel = "SHARE",
            defaultValue = "0.9",
            description = "Share of connections to leave out, in [0, 1). Default: ${DEFAULT-VALUE}.")
    private double sparsity;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "Learning rate of both updaters. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "5",
            description = "Epochs. Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Mixin
    private StudyOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<SpikeExperiment> experiments = SpikeExperiment.all(Units.numbers("--arch", arch, "-"), sparsity, rate);
        StudySettings study = new StudySettings(OptionalInt.of(epochs), options.validation());
        TrainTestData examples = options.load();
        StudyFolder folder = options.folder();
        for (long seed : options.seeds()) {
            for (SpikeExperiment experiment : experiments) {
                options.run(experiment, seed, study, examples, spec);
            }
        }
        SpikeTable table = new SpikeTable();
        for (SpikeExperiment experiment : experiments) {
            List<JsonNode> runs = new ArrayList<>();
            for (long seed : options.seeds()) {
                runs.add(folder.finished(experiment, seed, study, examples.provenance())
                        .orElseThrow());
            }
            table.add(experiment, runs);
        }
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(table.table());
        printer.println(options.note(examples) + " Ratios are means over the seeds.");
        printer.println("Wrote " + folder.write("smet.md", table.table().markdown() + System.lineSeparator()));
        return 0;
    }
}
