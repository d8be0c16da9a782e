package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.updater.Smet;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** The sizes of the first updates of connections that are grown late. */
class SmetTopologyTest {

    private static final int LATE = 300;
    private static final double RATE = 1e-3;

    private static MultiLayerNetwork network(boolean trulySparse, IUpdater updater) {
        Layer first = trulySparse
                ? new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(20)
                        .density(0.3)
                        .name("x")
                        .build()
                : new DenseLayer.Builder().nIn(6).nOut(20).name("x").build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(updater)
                .activation(Activation.TANH)
                .list()
                .layer(first)
                .layer(new OutputLayer.Builder()
                        .nIn(20)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build())
                .build());
        network.init();
        return network;
    }

    private static Map<Long, Double> values(SparseWeight weight) {
        Map<Long, Double> values = new HashMap<>();
        weight.forEachActive(values::put);
        return values;
    }

    /** The largest value that a grown connection, which starts at 0, has after its first step. */
    private static double firstStep(MultiLayerNetwork network, DynamicSparseTraining method, boolean trulySparse) {
        method.schedule(UpdateSchedule.everySteps(LATE)).seed(5);
        TopologyListener listener = (trulySparse ? method : method.sparsity(0.7)).attach(network);
        SparseWeight weight = listener.weights().get(0);
        Map<Long, Double> before = Map.of();
        for (int i = 0; i < LATE; i++) {
            before = values(weight);
            network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i % 9));
        }
        Map<Long, Double> grown = values(weight);
        grown.keySet().removeAll(before.keySet());
        assertThat(grown)
                .isNotEmpty()
                .allSatisfy((position, value) -> assertThat(value).isZero());
        network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));
        Map<Long, Double> after = values(weight);
        after.keySet().retainAll(grown.keySet());
        return after.values().stream().mapToDouble(Math::abs).max().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGrownConnectionTakesOneHundredthOfTheLearningRate(boolean trulySparse) {
        double step = firstStep(network(trulySparse, new Smet(RATE)), DynamicSparseTraining.smet(), trulySparse);

        assertThat(step).isCloseTo(.01 * RATE, within(1e-4 * RATE));
    }

    @Test
    void underAdamItJumps() {
        DynamicSparseTraining sameTopology = DynamicSparseTraining.of("adam")
                .fraction(DropFraction.cosine(0.2, 0.005))
                .rounding(CountRounding.CEILING)
                .sparseOutput(false)
                .excludeJustDropped(true);

        double step = firstStep(network(false, new Adam(RATE)), sameTopology, false);

        // lr * .1 / sqrt(.001 / (1 - .999^301))
        assertThat(step).isCloseTo(RATE * .1 / Math.sqrt(.001 / (1 - Math.pow(.999, LATE + 1))), within(1e-3 * RATE));
        assertThat(step).isGreaterThan(1.6 * RATE);
    }

    @ParameterizedTest
    @CsvSource({"7, 5", "10, 8", "3, 2", "2, 1"})
    void theNumberThatIsKeptIsRoundedDown(int connections, int kept) {
        double[] values = new double[2 * connections];
        for (int i = 0; i < connections; i++) {
            values[i] = i + 1;
        }
        LayerUpdate update =
                new LayerUpdate(new FakeWeight("w", values), 0, .2, CountRounding.CEILING, connections - 1, 1);

        assertThat(DropCriterion.magnitude().select(update)).hasSize(connections - kept);
    }

    @Test
    void anotherUpdaterIsRefused() {
        assertThatThrownBy(() -> DynamicSparseTraining.smet().sparsity(.5).attach(network(false, new Adam(RATE))))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(Adam) of layer (x) must be (Smet)")
                .hasMessageContaining("new Smet(1e-3)");
    }
}
