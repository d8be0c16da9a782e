package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.computeGradient;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.denseTwin;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.outputOf;
import static io.github.dl4jsparse.layers.sparse.SparseNets.smallWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class SparseOutputGradientTest {

    private static final Set<String> PATTERN = Set.of("0_pattern", "1_pattern");

    @BeforeEach
    void gradientChecksNeedDoubleAsDefault() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static boolean check(
            NeuralNetConfiguration.Builder base, SparseOutputLayer.Builder output, INDArray labelMask) {
        DataSet data = data(DataType.DOUBLE, 10, 6, 3, 1);
        return GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(init(smallWith(base.updater(new NoOp()), output)))
                .input(data.getFeatures())
                .labels(data.getLabels())
                .labelMask(labelMask)
                .excludeParams(PATTERN));
    }

    @Test
    void agreesWithDifferences() {
        assertThat(check(base(DataType.DOUBLE), new SparseOutputLayer.Builder().sparsity(0.4), null))
                .isTrue();
    }

    @Test
    void agreesWithDifferencesForAnotherLossWithoutBias() {
        SparseOutputLayer.Builder output = new SparseOutputLayer.Builder(LossFunction.MSE)
                .activation(Activation.TANH)
                .hasBias(false)
                .density(0.6);

        assertThat(check(base(DataType.DOUBLE), output, null)).isTrue();
    }

    @Test
    void agreesWithDifferencesUnderRegularisation() {
        assertThat(check(
                        base(DataType.DOUBLE).l1(0.01).l2(0.02).l1Bias(0.03).l2Bias(0.04),
                        new SparseOutputLayer.Builder().sparsity(0.4),
                        null))
                .isTrue();
    }

    @Test
    void agreesWithDifferencesUnderMaskedLabels() {
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 10, 1);
        mask.putScalar(3, 0, 0);
        mask.putScalar(8, 0, 0);

        assertThat(check(base(DataType.DOUBLE), new SparseOutputLayer.Builder().sparsity(0.4), mask))
                .isTrue();
    }

    @Test
    void denseGradientPassesByInAscendingOrder() {
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), new SparseOutputLayer.Builder().sparsity(0.4)));
        MultiLayerNetwork twin = denseTwin(net, base(DataType.DOUBLE));
        DataSet data = data(DataType.DOUBLE, 10, 6, 3, 1);
        outputOf(net).matrix().requestGradient();
        computeGradient(net, data);
        computeGradient(twin, data);
        INDArray expected = twin.gradient().getGradientFor("1_W");
        long[] next = {0};

        outputOf(net).matrix().forEachGradient((position, value) -> {
            assertThat(position).isEqualTo(next[0]++);
            assertThat(value).isCloseTo(expected.getDouble(position / 3, position % 3), within(1e-12));
        });

        assertThat(next[0]).isEqualTo(24);
    }
}
