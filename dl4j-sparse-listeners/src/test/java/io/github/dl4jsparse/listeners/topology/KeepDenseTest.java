package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Adam;

/** Layers that are kept dense stay so under methods that change the number of connections. */
class KeepDenseTest {

    static Stream<DynamicSparseTraining> methodsThatPrune() {
        return Stream.of(
                DynamicSparseTraining.gmp(1, .2),
                DynamicSparseTraining.granet(1, .2),
                DynamicSparseTraining.pals(any -> 1));
    }

    @ParameterizedTest
    @MethodSource("methodsThatPrune")
    void pruningLeavesThemAlone(DynamicSparseTraining method) {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Adam(.01)));
        TopologyListener listener = method.keepDense("b", "out")
                .schedule(UpdateSchedule.everySteps(1))
                .until(Horizon.steps(8))
                .attach(network);

        TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.FLAT, 8));

        assertThat(listener.weights()).extracting(SparseWeight::name).containsExactly("a_W");
        assertThat(listener.weights().get(0).active().count()).isLessThan(6 * 12);
        assertThat(network.getLayer("b")
                        .getParam("W")
                        .neq(0)
                        .castTo(network.params().dataType())
                        .sumNumber()
                        .intValue())
                .isEqualTo(12 * 8);
        assertThat(network.getLayer("out")
                        .getParam("W")
                        .neq(0)
                        .castTo(network.params().dataType())
                        .sumNumber()
                        .intValue())
                .isEqualTo(8 * 3);
    }
}
