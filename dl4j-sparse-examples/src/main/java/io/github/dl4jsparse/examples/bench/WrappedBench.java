package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Times whole training steps, {@code net.fit(DataSet)}, of a network that is one dense layer and a loss, on one minibatch of
 * random numbers. The bare layer and one wrapped by each {@link Reparameterization} take their steps in turn.
 *
 * <p>Not measured: whether a network learns; the updaters that some members bring along, as all use the layer's.
 */
public final class WrappedBench {

    /** What the wrapped networks consist of. */
    public static final String NETWORKS = "ReparameterizedLayer around DenseLayer, LossLayer";

    private WrappedBench() {}

    /**
     * Builds the networks and times them.
     *
     * @param settings what to measure
     * @return one line for each member, in their order
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if a network's loss is not finite in the end
     */
    public static List<WrappedTime> run(WrappedSettings settings) {
        Map<String, Reparameterization> members = WrappedMembers.all();
        BenchNetworks inputs = new BenchNetworks(settings.size(), settings.seed());
        BenchNetworks targets = new BenchNetworks(List.of(settings.size().get(1)), settings.seed() + 1);
        DataSet examples = new DataSet(inputs.features(settings.batch()), targets.features(settings.batch()));
        List<MultiLayerNetwork> networks = new ArrayList<>();
        networks.add(network(settings, dense(settings)));
        for (String member : settings.members()) {
            networks.add(network(settings, ReparameterizedLayer.of(dense(settings), members.get(member))));
        }
        List<Contender> contenders = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            MultiLayerNetwork network = networks.get(i);
            String name = i == 0 ? "bare" : settings.members().get(i - 1);
            contenders.add(new Contender(name, settings.threads(), () -> network.fit(examples)));
        }
        List<Timing> timings = Interleaved.measure(contenders, settings.rounds());
        networks.forEach(StepBench::checkLoss);
        return timings.subList(1, timings.size()).stream()
                .map(wrapped ->
                        new WrappedTime(settings.name(), settings.batch(), settings.threads(), timings.get(0), wrapped))
                .toList();
    }

    private static Layer dense(WrappedSettings settings) {
        return BenchNetworks.dense()
                .name("dense")
                .nIn(settings.size().get(0))
                .nOut(settings.size().get(1))
                .build();
    }

    private static MultiLayerNetwork network(WrappedSettings settings, Layer layer) {
        return BenchNetworks.built(BenchNetworks.base(settings.seed())
                .list()
                .layer(layer)
                .layer(new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build()));
    }
}
