package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.strategy.SpaceNet;
import io.github.dl4jsparse.continual.strategy.SpaceNetBuilder;
import io.github.dl4jsparse.examples.run.LayerOption;
import io.github.dl4jsparse.examples.run.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.weights.WeightInit;

/** The settings with which the authors of SpaceNet and SupSup have trained on MNIST. */
final class SparseTrainings {

    static final List<LayerOption> SPACENET = List.of(
            new LayerOption("connections", "10000:1640:80", "of a task in each layer"),
            new LayerOption("used", "80", "neurons of a hidden layer that a task uses"),
            new LayerOption("reserved", "40", "neurons of a hidden layer that a task reserves"),
            new LayerOption("replaced", "0.2", "share of connections that move after an epoch"),
            new LayerOption("sums", "running", "importance of neurons: running, as programmed; plain, as in the paper"),
            new LayerOption("freeze-used-biases", "false", "whether neurons of earlier tasks keep their biases"));

    private SparseTrainings() {}

    static List<LayerOption> with(List<LayerOption> more) {
        List<LayerOption> all = new ArrayList<>(SPACENET);
        all.addAll(more);
        return all;
    }

    static SpaceNetBuilder builder(StrategyValues values) {
        SpaceNetBuilder builder = SpaceNet.builder()
                .connections(values.wholes("connections"))
                .neurons(values.options().whole("used"), values.options().whole("reserved"))
                .replaced(values.options().number("replaced"));
        if (values.options().choice("sums", "running", "plain").equals("plain")) {
            builder.plainSums();
        }
        return values.options().flag("freeze-used-biases") ? builder.freezeUsedBiases() : builder;
    }

    static Training spaceNet(StreamKind stream) {
        return Training.of(List.of(400, 400), Optimizer.SGD, 0.01, 4)
                .from(WeightInit.XAVIER_UNIFORM)
                .on(Normalisation.MNIST);
    }

    /** Old and new digits are told apart by few connections, for which four epochs of plain steps are too short. */
    static Training spaceNetRehearsal(StreamKind stream) {
        return Training.of(List.of(400, 400), Optimizer.ADAM, 0.001, 10)
                .from(WeightInit.XAVIER_UNIFORM)
                .on(Normalisation.MNIST);
    }

    /** About a thousand minibatches of two digits, or one pass over all of them. */
    static Training supSup(StreamKind stream) {
        return Training.of(List.of(300, 300), Optimizer.RMSPROP_99, 1e-4, stream == StreamKind.SPLIT ? 10 : 1)
                .on(Normalisation.MNIST);
    }
}
