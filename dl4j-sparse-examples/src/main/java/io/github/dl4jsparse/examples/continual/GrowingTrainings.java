package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.strategy.Afaf;
import io.github.dl4jsparse.continual.strategy.AfafBuilder;
import io.github.dl4jsparse.continual.strategy.DynamicallyExpandableNetwork;
import io.github.dl4jsparse.examples.run.LayerOption;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptionValues;
import java.util.List;

/** The settings of AFAF and DEN: those of the authors' programs as far as these are for such networks. */
final class GrowingTrainings {

    static final List<LayerOption> AFAF = List.of(
            new LayerOption("connections", "10000:1640:80", "of a task in each layer"),
            new LayerOption("used", "80", "neurons of a hidden layer that a task uses"),
            new LayerOption("reserved", "40", "neurons of a hidden layer that a task reserves"),
            new LayerOption("reuse-from", "2", "number of the first task that builds on earlier ones, from 0"),
            new LayerOption("reused-layers", "1", "layers that it uses as they are"),
            new LayerOption("candidates", "24", "neurons that are most active on a class, in layers between"),
            new LayerOption("added", "56", "free neurons besides"),
            new LayerOption("replaced", "0.2", "share of connections that move after an epoch"),
            new LayerOption("sums", "running", "importance of neurons: running, as programmed, or plain"),
            new LayerOption("freeze-used-biases", "false", "whether neurons of earlier tasks keep their biases"));

    static final List<LayerOption> DEN = List.of(
            new LayerOption("l1", "0.00001", "what a step takes from the magnitude of a weight"),
            new LayerOption("l2", "0.0001", "pull of retrained weights to 0"),
            new LayerOption("group", "0.001", "what a step takes from the weights that lead to a new unit"),
            new LayerOption("stay", "0.5", "pull of retrained weights to their values before the task"),
            new LayerOption("units", "10", "added to each hidden layer by an expansion"),
            new LayerOption("loss", "0.01", "above which the network is expanded"),
            new LayerOption("drift", "0.05", "above which a unit is split"),
            new LayerOption("most-splits", "10", "units of a layer in a task at most"));

    private GrowingTrainings() {}

    static Training training(StreamKind stream) {
        return Training.of(List.of(312, 128), Optimizer.ADAM, 0.001, 4);
    }

    static DynamicallyExpandableNetwork den(OptionValues options) {
        return DynamicallyExpandableNetwork.builder()
                .sparsity(options.number("l1"), options.number("group"))
                .pull(options.number("l2"), options.number("stay"))
                .expansion(options.whole("units"), options.number("loss"))
                .split(options.number("drift"), options.whole("most-splits"))
                .build();
    }

    static Afaf afaf(StrategyValues values) {
        OptionValues options = values.options();
        AfafBuilder builder = Afaf.builder()
                .connections(values.wholes("connections"))
                .neurons(options.whole("used"), options.whole("reserved"))
                .reuse(options.whole("reuse-from"), options.whole("reused-layers"))
                .candidates(options.whole("candidates"), options.whole("added"))
                .replaced(options.number("replaced"));
        if (options.choice("sums", "running", "plain").equals("plain")) {
            builder.plainSums();
        }
        if (options.flag("freeze-used-biases")) {
            builder.freezeUsedBiases();
        }
        return builder.build();
    }
}
