package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.ensemble.TicketCollector;
import io.github.dl4jsparse.listeners.ensemble.TicketPhases;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Sgd;

class OneNetworkTest {

    static Stream<DynamicSparseTraining> methodsWithMemory() {
        return Stream.of(
                DynamicSparseTraining.sparseMomentum(),
                DynamicSparseTraining.dsr(3),
                DynamicSparseTraining.deepR(1e-5, 1e-10),
                DynamicSparseTraining.pals(any -> 1),
                DynamicSparseTraining.setLstm(),
                DynamicSparseTraining.setWithNeuronPruning(),
                DynamicSparseTraining.ctreSimultaneous(),
                DynamicSparseTraining.ctreSequential(any -> 1),
                DynamicSparseTraining.mest().drop(DropCriterion.smallest(DropScore.grasp())),
                DynamicSparseTraining.rigl().also(TicketCollector.inMemory(new TicketPhases(1, 1, 1))),
                DynamicSparseTraining.mest()
                        .drop(DropCriterion.smallest(DropScore.runningMean(DropScore.magnitude(), .9))));
    }

    @ParameterizedTest
    @MethodSource("methodsWithMemory")
    void whatRemembersOneNetworkIsRefusedToAnother(DynamicSparseTraining method) {
        MultiLayerNetwork first = TinyNetworks.perceptron(b -> b.updater(new Sgd(.1)));
        MultiLayerNetwork second = TinyNetworks.perceptron(b -> b.updater(new Sgd(.1)));
        method.sparsity(.5).attach(first);
        TinyNetworks.fit(first, TinyNetworks.batches(LayerKind.Data.FLAT, 2));

        assertThatThrownBy(() -> method.attach(second))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Make a new one for each network");
        assertThat(TopologyListener.of(second)).isEmpty();
    }
}
