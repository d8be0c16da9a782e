package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.LstmNets.base;
import static io.github.dl4jsparse.layers.sparse.LstmNets.cells;
import static io.github.dl4jsparse.layers.sparse.LstmNets.copyWeights;
import static io.github.dl4jsparse.layers.sparse.LstmNets.data;
import static io.github.dl4jsparse.layers.sparse.LstmNets.net;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sequences;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sparse;
import static io.github.dl4jsparse.layers.sparse.LstmNets.truncated;
import static io.github.dl4jsparse.layers.sparse.LstmNets.twin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class SparseLstmGradientTest {

    private static final List<String> PATTERN = List.of("pattern", "recurrentPattern");

    @BeforeEach
    void gradientChecksNeedDoubleAsDefault() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static GradientCheckUtil.MLNConfig check(MultiLayerNetwork net, DataSet data, String... prefixes) {
        Set<String> pattern = Stream.of(prefixes)
                .flatMap(prefix -> PATTERN.stream().map(key -> prefix + key))
                .collect(Collectors.toSet());
        return new GradientCheckUtil.MLNConfig()
                .net(net)
                .input(data.getFeatures())
                .labels(data.getLabels())
                .excludeParams(pattern);
    }

    private static MultiLayerNetwork recurrent(Layer layer, int n) {
        return net(base(DataType.DOUBLE).updater(new NoOp()), layer, n);
    }

    @Test
    void agreesWithDifferences() {
        MultiLayerNetwork net = recurrent(sparse(4, 5, 0.5).build(), 5);

        assertThat(GradientCheckUtil.checkGradients(check(net, data(DataType.DOUBLE, 3, 4, 4, 1), "0_")))
                .isTrue();
    }

    @Test
    void agreesWithDifferencesForOtherActivations() {
        SparseLstm layer = sparse(4, 5, 0.5).activation(Activation.SOFTSIGN).build();

        assertThat(GradientCheckUtil.checkGradients(
                        check(recurrent(layer, 5), data(DataType.DOUBLE, 3, 4, 4, 1), "0_")))
                .isTrue();
    }

    @Test
    void agreesWithDifferencesUnderRegularisation() {
        SparseLstm layer =
                sparse(4, 5, 0.5).l1(0.01).l2(0.02).l1Bias(0.03).l2Bias(0.04).build();

        assertThat(GradientCheckUtil.checkGradients(
                        check(recurrent(layer, 5), data(DataType.DOUBLE, 3, 4, 4, 1), "0_")))
                .isTrue();
    }

    @Test
    void bothDirectionsAgreeWithDifferences() {
        MultiLayerNetwork net = recurrent(new Bidirectional(sparse(4, 5, 0.5).build()), 10);

        assertThat(GradientCheckUtil.checkGradients(check(net, data(DataType.DOUBLE, 3, 4, 4, 1), "0_f", "0_b")))
                .isTrue();
    }

    @Test
    void masksAtEitherEndAgreeWithDifferences() {
        MultiLayerNetwork net = SparseNets.init(base(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(new LastTimeStep(sparse(4, 5, 0.5).build()))
                .layer(SparseNets.output(5, 3))
                .build());
        DataSet data = new DataSet(
                sequences(DataType.DOUBLE, 3, 4, 5, 1),
                SparseNets.data(DataType.DOUBLE, 3, 4, 3, 2).getLabels());
        INDArray mask = Nd4j.create(new double[][] {{1, 1, 1, 1, 1}, {0, 0, 1, 1, 0}, {0, 1, 0, 1, 1}});

        assertThat(GradientCheckUtil.checkGradients(check(net, data, "0_").inputMask(mask)))
                .isTrue();
    }

    @Test
    void denseGradientsPassByInAscendingOrder() {
        MultiLayerNetwork net = net(base(DataType.DOUBLE), sparse(4, 5, 0.5).build(), 5);
        MultiLayerNetwork twin =
                net(base(DataType.DOUBLE), twin(sparse(4, 5, 0.5).build()), 5);
        copyWeights(net, twin);
        DataSet data = data(DataType.DOUBLE, 3, 4, 6, 1);
        cells(net).matrices().forEach(CompressedMatrix::requestGradient);

        SparseNets.computeGradient(net, data);
        SparseNets.computeGradient(twin, data);

        assertStreams(cells(net).inputWeights(), twin.gradient().getGradientFor("0_W"));
        assertStreams(cells(net).recurrentWeights(), twin.gradient().getGradientFor("0_RW"));
    }

    @Test
    void denseGradientsOfATruncatedPassAreThoseOfTheTwin() {
        MultiLayerNetwork net =
                truncated(base(DataType.DOUBLE), sparse(4, 5, 0.5).build(), 5, 6, 2);
        MultiLayerNetwork twin =
                truncated(base(DataType.DOUBLE), twin(sparse(4, 5, 0.5).build()), 5, 6, 2);
        copyWeights(net, twin);
        DataSet data = data(DataType.DOUBLE, 3, 4, 6, 1);
        cells(net).matrices().forEach(CompressedMatrix::requestGradient);
        INDArray[] expected = new INDArray[2];
        twin.setListeners(new KeptGradients(expected));

        net.fit(data);
        twin.fit(data);

        assertStreams(cells(net).inputWeights(), expected[0]);
        assertStreams(cells(net).recurrentWeights(), expected[1]);
    }

    private static void assertStreams(CompressedMatrix matrix, INDArray expected) {
        long columns = expected.size(1);
        long[] next = {0};
        matrix.forEachGradient((position, value) -> {
            assertThat(position).isEqualTo(next[0]++);
            assertThat(value).isCloseTo(expected.getDouble(position / columns, position % columns), within(1e-12));
        });
        assertThat(next[0]).isEqualTo(expected.length());
    }

    @Test
    void aGradientThatWasNotRequestedIsNotKept() {
        MultiLayerNetwork net = net(base(DataType.DOUBLE), sparse(4, 5, 0.5).build(), 5);
        DataSet data = data(DataType.DOUBLE, 3, 4, 6, 1);
        cells(net).recurrentWeights().requestGradient();

        net.fit(data);

        assertThatThrownBy(() -> cells(net).inputWeights().forEachGradient((position, value) -> {}))
                .isInstanceOf(ND4JIllegalStateException.class)
                .hasMessageContainingAll("layer0", "requested");
        cells(net).recurrentWeights().forEachGradient((position, value) -> {});
    }
}
