package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import java.util.EnumSet;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;

/** What can be converted is, and whatever else is in a network comes along as it is. */
class SparsifyEveryLayerTest {

    private static final Set<LayerKind> CONVERTED =
            EnumSet.of(LayerKind.DENSE, LayerKind.CONV_2D, LayerKind.LSTM_LAYER, LayerKind.LAST_TIME_STEP);

    @ParameterizedTest
    @EnumSource
    void ofANetworkOfLayers(LayerKind kind) {
        MultiLayerNetwork net = TinyNetworks.layered(kind, true, conf -> conf.updater(new Nesterovs(0.01, 0.9)));
        net.fit(TinyNetworks.batches(kind.data(), 3));
        INDArray input = TinyNetworks.data(kind.data(), 5, 9).getFeatures();

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL).network();
        MultiLayerNetwork dense = Sparsify.toDense(sparse);

        assertThat(CompressedLayer.within(sparse.getLayer(0)).isPresent()).isEqualTo(CONVERTED.contains(kind));
        assertThat(CompressedLayer.within(dense.getLayer(0))).isEmpty();
        assertThat(bits(sparse.output(input))).containsExactly(bits(net.output(input)), within(1e-6));
        assertThat(bits(dense.output(input))).containsExactly(bits(net.output(input)), within(1e-6));
        net.fit(TinyNetworks.batches(kind.data(), 3));
        sparse.fit(TinyNetworks.batches(kind.data(), 3));
        assertThat(bits(Sparsify.toDense(sparse).params()))
                .containsExactly(bits(Sparsify.toDense(net).params()), within(1e-5));
    }

    @ParameterizedTest
    @EnumSource
    void ofAGraph(LayerKind kind) {
        ComputationGraph net = TinyNetworks.graph(kind, true, conf -> conf.updater(new Nesterovs(0.01, 0.9)));
        net.fit(TinyNetworks.batches(kind.data(), 3));
        // as many examples as in training: a graph of DL4J reshapes sequences by the number of its last labels
        INDArray input = TinyNetworks.data(kind.data(), 4, 9).getFeatures();

        ComputationGraph sparse = Sparsify.toSparse(net, ALL).network();

        assertThat(CompressedLayer.within(sparse.getLayer("x")).isPresent()).isEqualTo(CONVERTED.contains(kind));
        assertThat(bits(sparse.outputSingle(input))).containsExactly(bits(net.outputSingle(input)), within(1e-6));
        net.fit(TinyNetworks.batches(kind.data(), 3));
        sparse.fit(TinyNetworks.batches(kind.data(), 3));
        assertThat(bits(Sparsify.toDense(sparse).params()))
                .containsExactly(bits(Sparsify.toDense(net).params()), within(1e-5));
    }
}
