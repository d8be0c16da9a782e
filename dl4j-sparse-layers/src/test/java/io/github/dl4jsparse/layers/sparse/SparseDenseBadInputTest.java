package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.layer;
import static io.github.dl4jsparse.layers.sparse.SparseNets.output;
import static io.github.dl4jsparse.layers.sparse.SparseNets.small;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;

class SparseDenseBadInputTest {

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            UnaryOperator<SparseDenseLayer.Builder> settings) {
        return assertThatThrownBy(() -> init(base(DataType.FLOAT)
                        .list()
                        .layer(settings.apply(new SparseDenseLayer.Builder()
                                        .name("hidden")
                                        .nOut(5))
                                .build())
                        .layer(output(5, 2))
                        .build()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(hidden)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.2, -0.1, 90, Double.NaN, Double.POSITIVE_INFINITY})
    void sparsityOutOfRange(double sparsity) {
        refused(b -> b.nIn(4).sparsity(sparsity)).hasMessageContainingAll("sparsity (" + sparsity + ")", "[0, 1)");
    }

    @Test
    void percentageAsSparsity() {
        refused(b -> b.nIn(4).sparsity(90)).hasMessageContaining("percentage");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1.2, -0.1, 10, Double.NaN})
    void densityOutOfRange(double density) {
        refused(b -> b.nIn(4).density(density)).hasMessageContainingAll("density (" + density + ")", "(0, 1]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void epsilonOutOfRange(double epsilon) {
        refused(b -> b.nIn(4).epsilon(epsilon)).hasMessageContaining("epsilon (" + epsilon + ")");
    }

    @Test
    void epsilonTooLarge() {
        refused(b -> b.nIn(4).epsilon(3)).hasMessageContainingAll("epsilon (3.0)", "(4 x 5)", "(1.35)");
    }

    @Test
    void moreConnectionsThanPlaces() {
        refused(b -> b.nIn(4).connections(21)).hasMessageContainingAll("(21)", "(4 x 5)");
    }

    @Test
    void noConnections() {
        refused(b -> b.nIn(4).connections(0)).hasMessageContaining("(0)");
        refused(b -> b.nIn(4).sparsity(0.99)).hasMessageContainingAll("sparsity (0.99)", "without connections");
    }

    @Test
    void noneOrTwoWaysToSayTheNumberOfConnections() {
        refused(b -> b.nIn(4)).hasMessageContaining("exactly one");
        refused(b -> b.nIn(4).sparsity(0.5).density(0.5))
                .hasMessageContainingAll("exactly one", "sparsity (0.5)", "density (0.5)");
    }

    @Test
    void missingNumberOfInputs() {
        refused(b -> b.sparsity(0.5)).hasMessageContainingAll("nIn is (0)", "input type");
    }

    @Test
    void tooManyInputs() {
        refused(b -> b.nIn(1 << 25).connections(10)).hasMessageContaining("16777216");
    }

    @Test
    void moreParametersThanDl4jAddresses() {
        refused(b -> b.nIn(1 << 24).nOut(1000).density(0.1)).hasMessageContaining("2147483647");
    }

    @Test
    void halfPrecision() {
        assertThatThrownBy(() -> init(small(base(DataType.FLOAT16))))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("HALF", "(layer0)", "FLOAT or DOUBLE");
    }

    @Test
    void anotherBackEnd() {
        assertThatThrownBy(() -> LayerLimits.checkPlatform(DataType.FLOAT, false, "hidden"))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(hidden)", "CPU");
    }

    @Test
    void constraintThatNeedsADenseMatrix() {
        refused(b -> b.nIn(4).sparsity(0.5).constrainWeights(new MaxNormConstraint(1, 1)))
                .hasMessageContainingAll("MaxNormConstraint", "NonNegativeConstraint");
        assertThatThrownBy(() -> small(base(DataType.FLOAT).constrainWeights(new MaxNormConstraint(1, 1))))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("MaxNormConstraint");
    }

    @Test
    void identityInitialisation() {
        refused(b -> b.nIn(5).sparsity(0.5).weightInit(WeightInit.IDENTITY)).hasMessageContaining("WeightInitIdentity");
    }

    @Test
    void wrongInputWidth() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));

        assertThatThrownBy(() -> net.output(Nd4j.ones(2, 5)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("layer0", "(5)", "(6)");
    }

    @Test
    void wrongInputRank() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));

        assertThatThrownBy(() -> net.output(Nd4j.ones(2, 6, 3)))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("layer0", "[2, 6, 3]", "preprocessor");
    }

    @Test
    void parametersWithoutAValidPattern() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        INDArray params = net.params().dup();
        net.setParams(params.mul(0.5));

        assertThatThrownBy(() -> net.output(Nd4j.ones(2, 6)))
                .isInstanceOf(ND4JIllegalStateException.class)
                .hasMessageContainingAll("layer0", "no valid pattern", "averaged");

        net.setParams(params);
        net.output(Nd4j.ones(2, 6));
    }

    @Test
    void rewiringToAnotherNumberOfConnections() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> layer(net, 0).matrix().rewire(CompressedPattern.full(6, 8)))
                .withMessageContainingAll("48 connections", "24 connections");
    }
}
