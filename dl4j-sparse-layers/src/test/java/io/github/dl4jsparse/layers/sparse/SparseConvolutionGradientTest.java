package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.asMatrix;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.denseTwin;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.filters;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.images;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.layer;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.over;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.small;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.smallImages;
import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.computeGradient;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class SparseConvolutionGradientTest {

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
        DataSet data = smallImages(DataType.DOUBLE, 4, 1);
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
        MultiLayerNetwork net = init(over(
                base(DataType.DOUBLE),
                7,
                6,
                3,
                filters(4, 0.5, 2, 3)
                        .dilation(2, 1)
                        .stride(1, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                filters(5, 0.5, 3, 2).padding(1, 2).build()));
        MultiLayerNetwork twin = denseTwin(net);
        DataSet data = images(DataType.DOUBLE, 10, 3, 7, 6, 1);
        for (int l = 0; l < 2; l++) {
            layer(net, l).matrix().requestGradient();
        }
        computeGradient(net, data);
        computeGradient(twin, data);

        for (int l = 0; l < 2; l++) {
            INDArray expected = asMatrix(twin.gradient().getGradientFor(l + "_W"));
            long[] next = {0};
            layer(net, l).matrix().forEachGradient((position, value) -> {
                assertThat(position).isEqualTo(next[0]++);
                long nOut = expected.size(1);
                assertThat(value).isCloseTo(expected.getDouble(position / nOut, position % nOut), within(1e-10));
            });
            assertThat(next[0]).isEqualTo(expected.length());
        }
    }

    @Test
    void denseGradientOfManyPlacesComesInBlocks() {
        MultiLayerNetwork net = init(over(
                base(DataType.FLOAT),
                48,
                48,
                7,
                filters(2, 0.5, 3, 3).padding(1, 1).build()));
        MultiLayerNetwork twin = denseTwin(net);
        DataSet data = images(DataType.FLOAT, 16, 7, 48, 48, 1);
        layer(net, 0).matrix().requestGradient();
        computeGradient(net, data);
        computeGradient(twin, data);
        INDArray expected = asMatrix(twin.gradient().getGradientFor("0_W"));
        long[] next = {0};

        layer(net, 0).matrix().forEachGradient((position, value) -> {
            assertThat(position).isEqualTo(next[0]++);
            assertThat(value).isCloseTo(expected.getDouble(position / 2, position % 2), within(1e-3));
        });

        assertThat(next[0]).isEqualTo(7 * 9 * 2);
    }
}
