package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class UsedKernelsTest {

    private static final Layer SPARSE =
            new SparseDenseLayer.Builder().nIn(4).nOut(3).density(0.5).build();

    private static NetworkView network(DataType type, Layer layer) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(layer)
                .build());
        network.init();
        return NetworkView.of(network);
    }

    @Test
    void onlySinglePrecisionOfTrulySparseLayersHasBackEnds() {
        assertThat(UsedKernels.of(network(DataType.FLOAT, SPARSE))).isEqualTo(KernelBackend.name());
        assertThat(UsedKernels.of(network(DataType.DOUBLE, SPARSE))).isEmpty();
        assertThat(UsedKernels.of(network(
                        DataType.FLOAT, new DenseLayer.Builder().nIn(4).nOut(3).build())))
                .isEmpty();
    }

    static Stream<Layer> wrapped() {
        SparseLstm.Builder lstm = new SparseLstm.Builder().nIn(4).nOut(3).density(0.5);
        return Stream.of(
                new FrozenLayer(SPARSE),
                new FrozenLayerWithBackprop(SPARSE),
                lstm.build(),
                new LastTimeStep(lstm.build()),
                new Bidirectional(lstm.build()));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void layersInsideOfWrappersCount(Layer layer) {
        assertThat(UsedKernels.of(network(DataType.FLOAT, layer))).isEqualTo(KernelBackend.name());
    }

    @Test
    void tellsBothNamesWhereTheyDiffer() {
        assertThat(UsedKernels.difference("vector512", "scalar"))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("(vector512)", "(scalar)", "-Ddl4jsparse.kernels"));
    }

    @Test
    void saysNothingOfTheSameKernelsOrOfNone() {
        assertThat(UsedKernels.difference("scalar", "scalar")).isEmpty();
        assertThat(UsedKernels.difference("", "scalar")).isEmpty();
        assertThat(UsedKernels.difference("scalar", "")).isEmpty();
    }
}
