package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.computeGradient;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.layer;
import static io.github.dl4jsparse.layers.sparse.SparseNets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class SparseDenseGradientTest {

    private static final Set<String> PATTERN = Set.of("0_pattern", "1_pattern");

    @BeforeEach
    void gradientChecksNeedDoubleAsDefault() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static boolean check(NeuralNetConfiguration.Builder base) {
        MultiLayerNetwork net = init(small(base.updater(new NoOp())));
        DataSet data = data(DataType.DOUBLE, 10, 6, 3, 1);
        return GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(net)
                .input(data.getFeatures())
                .labels(data.getLabels())
                .excludeParams(PATTERN));
    }

    @Test
    void agreesWithDifferences() {
        assertThat(check(base(DataType.DOUBLE))).isTrue();
    }

    @Test
    void agreesWithDifferencesUnderRegularisation() {
        assertThat(check(base(DataType.DOUBLE).l1(0.01).l2(0.02).l1Bias(0.03).l2Bias(0.04)))
                .isTrue();
    }

    @Test
    void denseGradientPassesByInAscendingOrder() {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        MultiLayerNetwork twin = SparseNets.denseTwin(net, base(DataType.DOUBLE));
        DataSet data = data(DataType.DOUBLE, 10, 6, 3, 1);
        layer(net, 1).matrix().requestGradient();
        computeGradient(net, data);
        computeGradient(twin, data);
        INDArray expected = twin.gradient().getGradientFor("1_W");
        long[] next = {0};

        layer(net, 1).matrix().forEachGradient((position, value) -> {
            assertThat(position).isEqualTo(next[0]++);
            assertThat(value).isCloseTo(expected.getDouble(position / 7, position % 7), within(1e-12));
        });

        assertThat(next[0]).isEqualTo(56);
    }

    @Test
    void denseGradientOfALargeLayerComesInBlocks() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(SparseNets.sparse(3000, 500, 0.999).build())
                .layer(SparseNets.output(500, 2))
                .build());
        layer(net, 0).matrix().requestGradient();
        net.fit(data(DataType.FLOAT, 3, 3000, 2, 1));
        long[] next = {0};

        layer(net, 0).matrix().forEachGradient((position, value) -> next[0] += position == next[0] ? 1 : 0);

        assertThat(next[0]).isEqualTo(1_500_000);
    }

    @Test
    void aGradientThatWasNotRequestedIsNotKept() {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        DataSet data = data(DataType.DOUBLE, 10, 6, 3, 1);
        layer(net, 0).matrix().requestGradient();
        net.fit(data);
        net.fit(data);

        assertThatThrownBy(() -> layer(net, 0).matrix().forEachGradient((position, value) -> {}))
                .isInstanceOf(ND4JIllegalStateException.class)
                .hasMessageContainingAll("layer0", "requested");
    }
}
