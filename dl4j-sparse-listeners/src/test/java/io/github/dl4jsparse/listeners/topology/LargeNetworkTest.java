package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.dl4jsparse.layers.sparse.NetworkLimits;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Truly sparse networks whose dense weights no machine could hold. What looked at each place of a matrix rather than at each
 * connection would not come to an end here.
 */
class LargeNetworkTest {

    private static MultiLayerNetwork network(long units, long first, long others) {
        MultiLayerConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Nesterovs(0.01, 0.9))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list()
                .layer(layer(784, units, first))
                .layer(layer(units, units, others))
                .layer(layer(units, units, others))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(units)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        NetworkLimits.check(conf);
        MultiLayerNetwork network = new MultiLayerNetwork(conf);
        network.init();
        return network;
    }

    private static SparseDenseLayer layer(long nIn, long nOut, long connections) {
        return new SparseDenseLayer.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .connections(connections)
                .build();
    }

    private static DataSet batch() {
        return new DataSet(
                Nd4j.rand(DataType.FLOAT, 8, 784), Nd4j.eye(10).get(Nd4j.createFromArray(0, 1, 2, 3, 4, 5, 6, 7)));
    }

    /** Bytes that the thread allocates on the heap in each update of the topology. */
    private static List<Long> allocations(MultiLayerNetwork network, TopologyListener topology) {
        List<Long> allocations = new ArrayList<>();
        network.setListeners(
                atStepEnd(() -> allocations.add(-allocated())),
                topology,
                atStepEnd(() -> allocations.add(allocated() + allocations.remove(allocations.size() - 1))));
        return allocations;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static BaseTrainingListener atStepEnd(Runnable action) {
        return new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                action.run();
            }
        };
    }

    private static void assertRewired(TopologyUpdate update, long... connections) {
        assertThat(update.changes()).hasSize(connections.length);
        for (int i = 0; i < connections.length; i++) {
            TopologyUpdate.Change change = update.changes().get(i);
            assertThat(change.connections()).isEqualTo(connections[i]);
            assertThat(change.grown())
                    .isEqualTo(change.dropped())
                    .isBetween(connections[i] / 4, 3 * connections[i] / 10);
        }
    }

    private static TopologyListener set(MultiLayerNetwork network, List<TopologyUpdate> updates) {
        return DynamicSparseTraining.set()
                .schedule(UpdateSchedule.everySteps(1))
                .seed(1)
                .onUpdate(updates::add)
                .attach(network);
    }

    @Test
    void aMillionConnectionsAreRewiredInMemoryThatGoesWithThem() {
        long first = 200_000;
        long others = 400_000;
        MultiLayerNetwork network = network(50_000, first, others);
        List<TopologyUpdate> updates = new ArrayList<>();
        TopologyListener topology = set(network, updates);
        List<Long> allocations = allocations(network, topology);

        network.fit(batch());
        network.fit(batch());

        assertThat(updates).hasSize(2);
        updates.forEach(update -> assertRewired(update, first, others, others));
        assertThat(allocations).allMatch(bytes -> bytes < 120 * (first + 2 * others));
        assertThat(network.params().isNaN().any()).isFalse();
        assertThat(topology.explored().names())
                .as("a bit for each of 2.5 billion places would be more than all connections")
                .containsExactly("layer0_W");
        for (SparseWeight weight : topology.weights()) {
            assertThat(weight.active().toArray()).isSorted().doesNotHaveDuplicates();
        }
    }

    /** Takes a few minutes and 5 GB: {@code mvn -Dgroups=slow -Dtest=LargeNetworkTest -Dtest.heap=6g test}. */
    @Test
    @Tag("slow")
    void aHundredMillionConnectionsAreTrained() {
        long first = 20_000_000;
        long others = 40_000_000;
        MultiLayerNetwork network = network(250_000, first, others);
        List<TopologyUpdate> updates = new ArrayList<>();
        set(network, updates);

        network.fit(batch());
        network.fit(batch());

        assertThat(updates).hasSize(2);
        updates.forEach(update -> assertRewired(update, first, others, others));
        assertThat(network.score()).isFinite();
    }
}
