package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualLearnerBuilder;
import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.ContinualResult;
import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.continual.strategy.SelfAttentionMeta;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.run.OptionValues;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Learns a stream of tasks with a multilayer perceptron: ReLU, softmax, cross-entropy; SAM has gates in it. */
public final class ContinualRun {

    static final String PIGGYBACK = "piggyback";
    static final String SAM = "sam";
    static final String BACKBONE_EPOCHS = "backbone-epochs";

    private ContinualRun() {}

    /**
     * Learns and measures.
     *
     * @param settings all but the seed
     * @param seed of weights, of tasks and of the order of examples
     * @param data to make tasks of
     * @param listener is told of the progress
     * @return what was measured
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the settings do not fit each other or the data
     */
    public static ContinualResult run(
            ContinualSettings settings, long seed, TrainTestData data, ContinualListener listener) {
        TaskStream stream = StreamMaker.make(settings, seed, data);
        return learner(settings, seed, data, stream, listener).study(stream);
    }

    static ContinualLearner learner(
            ContinualSettings settings, long seed, TrainTestData data, TaskStream stream, ContinualListener listener) {
        OptionValues options = Strategies.named(settings.strategy()).values(settings.options());
        List<ContinualStrategy> strategies =
                Strategies.named(settings.strategy()).recipe().apply(new StrategyValues(options, settings.scenario()));
        int inputs = data.train().width();
        int outputs = StreamMaker.outputs(settings, data);
        ContinualLearnerBuilder builder = ContinualLearner.builder()
                .strategy(strategies.get(0), strategies.stream().skip(1).toArray(ContinualStrategy[]::new))
                .scenario(settings.scenario())
                .epochs(settings.training().epochs())
                .seed(seed)
                .listener(listener);
        settings.inference().of(settings.group()).ifPresent(builder::taskInference);
        settings.loss().ifPresent(builder::lossScope);
        if (settings.strategy().equals(SAM)) {
            return builder.network(attentive(settings.training(), inputs, outputs))
                    .build();
        }
        MultiLayerConfiguration network = network(settings.training(), inputs, outputs, seed);
        if (settings.strategy().equals(PIGGYBACK)) {
            return builder.network(backbone(network, options.whole(BACKBONE_EPOCHS), stream))
                    .build();
        }
        return builder.network(network).build();
    }

    private static MultiLayerNetwork backbone(MultiLayerConfiguration network, int epochs, TaskStream stream) {
        Task first = stream.iterator().next();
        MultiLayerNetwork backbone = new MultiLayerNetwork(network);
        backbone.init();
        backbone.fit(first.train(), epochs);
        return backbone;
    }

    private static ComputationGraphConfiguration attentive(Training training, int inputs, int outputs) {
        List<Integer> hidden = training.hidden();
        if (hidden.size() != 2 || !hidden.get(0).equals(hidden.get(1))) {
            throw new DL4JInvalidConfigException("The hidden layers " + hidden + " must be two of the same size for the"
                    + " strategy (" + SAM + "). Use --arch 784-400-400-10.");
        }
        return SelfAttentionMeta.network(
                inputs, hidden.get(0), outputs, training.optimizer().toUpdater());
    }

    private static MultiLayerConfiguration network(Training training, int inputs, int outputs, long seed) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(training.optimizer().toUpdater())
                .weightInit(training.weights())
                .list();
        int width = inputs;
        int number = 1;
        for (int units : training.hidden()) {
            list.layer(new DenseLayer.Builder()
                    .name("hidden" + number++)
                    .nIn(width)
                    .nOut(units)
                    .activation(Activation.RELU)
                    .build());
            width = units;
        }
        return list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .name("output")
                        .nIn(width)
                        .nOut(outputs)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }
}
