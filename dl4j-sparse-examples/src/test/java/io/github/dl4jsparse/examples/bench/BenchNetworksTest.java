package io.github.dl4jsparse.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class BenchNetworksTest {

    private final BenchNetworks networks = new BenchNetworks(List.of(20, 30, 10, 5), 3);

    @Test
    void eachLayerHasTheSparsity() {
        MultiLayerNetwork network =
                networks.trainable(layer -> BenchNetworks.sparse(0.9), BenchNetworks.sparseOutput(0.9));

        assertThat(network.getLayer(0).conf().getLayer())
                .isInstanceOfSatisfying(
                        SparseDenseLayer.class,
                        l -> assertThat(l.connectionCount()).isEqualTo(60));
        assertThat(network.getLayer(1).conf().getLayer())
                .isInstanceOfSatisfying(
                        SparseDenseLayer.class,
                        l -> assertThat(l.connectionCount()).isEqualTo(30));
        assertThat(network.getLayer(2).conf().getLayer())
                .isInstanceOfSatisfying(
                        SparseOutputLayer.class,
                        l -> assertThat(l.connectionCount()).isEqualTo(5));
    }

    @Test
    void theDenseNetworkHasTheSameShapes() {
        MultiLayerNetwork network = networks.trainable(layer -> BenchNetworks.dense(), BenchNetworks.output());

        assertThat(network.getLayer(1).conf().getLayer()).isInstanceOf(DenseLayer.class);
        assertThat(network.getLayer(2).conf().getLayer()).isInstanceOf(OutputLayer.class);
        assertThat(network.numParams()).isEqualTo(21 * 30 + 31 * 10 + 11 * 5);
    }

    @Test
    void theExamplesComeFromTheSeed() {
        DataSet examples = networks.examples(40);
        DataSet again = new BenchNetworks(List.of(20, 30, 10, 5), 3).examples(40);
        DataSet others = new BenchNetworks(List.of(20, 30, 10, 5), 4).examples(40);

        assertThat(examples.getFeatures().data().asFloat())
                .isEqualTo(again.getFeatures().data().asFloat())
                .isNotEqualTo(others.getFeatures().data().asFloat());
        assertThat(examples.getLabels().sum(1).toFloatVector()).hasSize(40).containsOnly(1);
        assertThat(examples.getLabels().sum(0).toFloatVector()).hasSize(5).doesNotContain(0);
    }
}
