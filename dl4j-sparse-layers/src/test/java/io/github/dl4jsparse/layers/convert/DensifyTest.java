package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.mask;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.small;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.state;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseLstm;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

class DensifyTest {

    private static MultiLayerNetwork trulySparse(DataType type) {
        MultiLayerNetwork net = init(base(type, new RmsProp(0.01))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(7)
                        .nOut(9)
                        .sparsity(0.7)
                        .build())
                .layer(dense(9, 8))
                .layer(new SparseOutputLayer.Builder()
                        .nIn(8)
                        .nOut(3)
                        .connections(10)
                        .build())
                .build());
        train(net, type, 3, 1);
        return net;
    }

    private static double[] rawBits(double[] numbers) {
        double[] raw = new double[numbers.length];
        for (int i = 0; i < raw.length; i++) {
            // 0.0 and -0.0 differ
            raw[i] = Double.doubleToRawLongBits(numbers[i]);
        }
        return raw;
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void thereAndBackATrulySparseNetworkIsTheSameBitForBit(DataType type) {
        MultiLayerNetwork net = trulySparse(type);
        // a connection whose value is zero stays one
        net.getLayer(0).getParam("W").putScalar(3, 0);
        // converted under the masks of its two sparse layers only
        SparsifyOptions options = SparsifyOptions.builder()
                .minSparsity(0)
                .minPlaces(0)
                .keepDense("layer1")
                .build();

        MultiLayerNetwork dense = Sparsify.toDense(net);
        MultiLayerNetwork again =
                Sparsify.toSparse(dense, options, Sparsify.masks(net)).network();

        assertThat(bits(again.params())).containsExactly(bits(net.params()));
        assertThat(state(again)).containsExactly(state(net));
        assertThat(again.getLayer(0).getClass()).isEqualTo(net.getLayer(0).getClass());
    }

    @ParameterizedTest
    @MethodSource("io.github.dl4jsparse.layers.convert.SparsifyTest#kindsAndTypes")
    void thereAndBackAMaskedNetworkIsTheSameBitForBit(ConvertedKind kind, DataType type) {
        MultiLayerNetwork net = kind.net(base(type, new Adam(0.01)));
        MaskSet masks = kind.masks(net, 0.3);
        mask(net, masks);
        kind.train(net, type, 4, 1);

        MultiLayerNetwork sparse = Sparsify.toSparse(net, ALL, masks).network();
        MultiLayerNetwork back = Sparsify.toDense(sparse);

        assertThat(rawBits(bits(back.params()))).containsExactly(rawBits(bits(net.params())));
        assertThat(state(back)).containsExactly(state(net));
        assertThat(Sparsify.masks(sparse).hamming(masks)).isZero();
        assertThat(back.getLayerWiseConfigurations().toJson())
                .isEqualTo(net.getLayerWiseConfigurations().toJson());
    }

    @Test
    void thereAndBackTrulySparseFiltersAndCellsAreTheSameBitForBit() {
        // given
        MultiLayerNetwork images = init(base(DataType.FLOAT, new RmsProp(0.01))
                .list()
                .layer(new SparseConvolutionLayer.Builder(3, 2)
                        .nOut(4)
                        .sparsity(0.6)
                        .build())
                .layer(new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.convolutional(6, 5, 2))
                .build());
        MultiLayerNetwork sequences = init(base(DataType.FLOAT, new RmsProp(0.01))
                .list()
                .layer(new SparseLstm.Builder()
                        .nIn(4)
                        .nOut(5)
                        .sparsity(0.6)
                        .recurrentSparsity(0.8)
                        .build())
                .layer(new LastTimeStep(
                        new SparseLstm.Builder().nIn(5).nOut(4).sparsity(0.5).build()))
                .layer(output(4, 3))
                .build());
        ConvertedKind.IMAGES.train(images, DataType.FLOAT, 3, 1);
        ConvertedKind.LAST_STEPS.train(sequences, DataType.FLOAT, 3, 1);
        SparsifyOptions options =
                SparsifyOptions.builder().minPlaces(0).minSparsity(0.1).build();

        for (MultiLayerNetwork net : List.of(images, sequences)) {
            // connections whose value is zero stay
            net.getLayer(0).getParam("W").putScalar(3, 0);

            // when
            MultiLayerNetwork dense = Sparsify.toDense(net);
            MultiLayerNetwork again =
                    Sparsify.toSparse(dense, options, Sparsify.masks(net)).network();

            // then
            assertThat(dense.numParams()).isNotEqualTo(net.numParams());
            assertThat(bits(again.params())).containsExactly(bits(net.params()));
            assertThat(state(again)).containsExactly(state(net));
        }
    }

    @Test
    void bidirectionalLayersHaveNoOrdinaryForm() {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(new Bidirectional(
                        new SparseLstm.Builder().nIn(4).nOut(5).sparsity(0.6).build()))
                .layer(new RnnOutputLayer.Builder().nIn(10).nOut(3).build())
                .build());

        assertThatThrownBy(() -> Sparsify.toDense(net))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Bidirectional (layer0)");
        assertThatThrownBy(() -> Sparsify.masks(net)).isInstanceOf(DL4JInvalidConfigException.class);
    }

    @Test
    void withoutAConnectionThereIsAZeroAndAFreshState() {
        MultiLayerNetwork net = trulySparse(DataType.DOUBLE);
        Mask connections = Sparsify.masks(net).get("layer0_W");

        MultiLayerNetwork dense = Sparsify.toDense(net);

        // one block of state for all parameters, of which this layer's weights are the first, unit after unit
        double[] state = state(dense);
        connections.forEachInactive(position -> {
            int input = (int) position / 9;
            int unit = (int) position % 9;
            double weight = dense.getLayer(0).getParam("W").getDouble(input, unit);
            assertThat(Double.doubleToRawLongBits(weight)).isZero();
            assertThat(state[unit * 7 + input]).isEqualTo(1e-8);
        });
        connections.forEach(position ->
                assertThat(state[(int) (position % 9 * 7 + position / 9)]).isGreaterThan(1e-8));
    }

    @Test
    void theTrulySparseNetworkIsNotChanged() {
        MultiLayerNetwork net = trulySparse(DataType.DOUBLE);
        double[] params = bits(net.params());
        double[] state = state(net);

        train(Sparsify.toDense(net), DataType.DOUBLE, 2, 9);

        assertThat(bits(net.params())).containsExactly(params);
        assertThat(state(net)).containsExactly(state);
    }

    @Test
    void anOrdinaryNetworkIsCopied() {
        MultiLayerNetwork net = small(base(DataType.FLOAT, new Adam(0.01)));
        train(net, DataType.FLOAT, 2, 1);

        MultiLayerNetwork copy = Sparsify.toDense(net);

        assertThat(copy).isNotSameAs(net);
        assertThat(bits(copy.params())).containsExactly(bits(net.params()));
        assertThat(state(copy)).containsExactly(state(net));
        assertThat(Sparsify.masks(net).names()).isEmpty();
    }

    @Test
    void whatDl4jCannotAddressStaysTrulySparse() {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(50_000)
                        .nOut(50_000)
                        .connections(5)
                        .build())
                .layer(new SparseOutputLayer.Builder()
                        .nIn(50_000)
                        .nOut(2)
                        .connections(5)
                        .build())
                .build());

        assertThatThrownBy(() -> Sparsify.toDense(net))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(2500100000)")
                .hasMessageContaining("truly sparse");
    }

    @Test
    void whatTheUpdaterCannotAddressStaysTrulySparse() {
        MultiLayerNetwork net = init(base(DataType.FLOAT, new Adam(0.1))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(40_000)
                        .nOut(40_000)
                        .connections(5)
                        .build())
                .layer(new SparseOutputLayer.Builder()
                        .nIn(40_000)
                        .nOut(2)
                        .connections(5)
                        .build())
                .build());

        assertThatThrownBy(() -> Sparsify.toDense(net))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(3200240004) numbers of state");
    }

    @Test
    void aNetworkWithoutParametersIsRefused() {
        MultiLayerNetwork net = new MultiLayerNetwork(base(DataType.FLOAT, new Sgd(0.1))
                .list()
                .layer(dense(7, 9))
                .layer(output(9, 3))
                .build());

        assertThatThrownBy(() -> Sparsify.toSparse(net))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("init()");
        assertThatThrownBy(() -> Sparsify.toDense(net))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("init()");
    }
}
