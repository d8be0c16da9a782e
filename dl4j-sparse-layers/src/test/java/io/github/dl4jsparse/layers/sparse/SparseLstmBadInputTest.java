package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.LstmNets.base;
import static io.github.dl4jsparse.layers.sparse.LstmNets.net;
import static io.github.dl4jsparse.layers.sparse.LstmNets.output;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sequences;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sparse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;

class SparseLstmBadInputTest {

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(UnaryOperator<SparseLstm.Builder> settings) {
        return refused(DataType.FLOAT, settings);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            DataType type, UnaryOperator<SparseLstm.Builder> settings) {
        return assertThatThrownBy(() -> SparseNets.init(base(type)
                        .list()
                        .layer(settings.apply(new SparseLstm.Builder()
                                        .name("memory")
                                        .nIn(4)
                                        .nOut(5))
                                .build())
                        .layer(output(5, 3))
                        .build()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(memory");
    }

    @Test
    void badNumbersOfConnectionsAreRefusedByName() {
        refused(b -> b).hasMessageContaining("exactly one");
        refused(b -> b.sparsity(0.5).density(0.5)).hasMessageContaining("exactly one");
        refused(b -> b.sparsity(90)).hasMessageContainingAll("(90.0)", "percentage");
        refused(b -> b.connections(81).recurrentSparsity(0.5)).hasMessageContainingAll("(81)", "(4 x 20)");
        refused(b -> b.sparsity(0.5).recurrentConnections(0)).hasMessageContainingAll("recurrent weights", "(0)");
        refused(b -> b.sparsity(0.5).recurrentConnections(101))
                .hasMessageContainingAll("recurrent weights", "(101)", "(5 x 20)");
        refused(b -> b.sparsity(0.5).recurrentSparsity(1)).hasMessageContainingAll("recurrent weights", "(1.0)");
        refused(b -> b.sparsity(0.5).recurrentSparsity(0.5).recurrentConnections(3))
                .hasMessageContainingAll("recurrent weights", "exactly one");
        refused(b -> b.connections(10)).hasMessageContainingAll("(10)", "recurrentConnections");
    }

    @Test
    void whatNeedsADenseMatrixIsRefused() {
        refused(b -> b.sparsity(0.5).constrainRecurrent(new MaxNormConstraint(1, 1)))
                .hasMessageContaining("MaxNormConstraint");
        refused(b -> b.sparsity(0.5).constrainInputWeights(new MaxNormConstraint(1, 1)))
                .hasMessageContaining("MaxNormConstraint");
        refused(b -> b.sparsity(0.5).weightInitRecurrent(WeightInit.IDENTITY)).hasMessageContaining("Identity");
        refused(DataType.FLOAT16, b -> b.sparsity(0.5)).hasMessageContainingAll("(HALF)", "FLOAT or DOUBLE");
    }

    private static MultiLayerNetwork small() {
        return net(base(DataType.FLOAT), sparse(6, 8, 0.5).build(), 8);
    }

    @Test
    void inputOfAnotherShapeIsRefused() {
        MultiLayerNetwork net = small();

        assertThatThrownBy(
                        () -> LstmNets.cells(net).activate(Nd4j.ones(2, 5, 3), false, LayerWorkspaceMgr.noWorkspaces()))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("layer0", "(5) features", "(6)", "NCW");
        assertThatThrownBy(() -> LstmNets.cells(net).activate(Nd4j.ones(2, 6), false, LayerWorkspaceMgr.noWorkspaces()))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("layer0", "rank (2)", "[batch, nIn, time]");
    }

    @Test
    void aMaskOfAnotherShapeIsRefused() {
        MultiLayerNetwork net = small();
        net.getLayer(0).setMaskArray(Nd4j.ones(3, 3));

        assertThatThrownBy(() -> net.output(sequences(DataType.FLOAT, 3, 6, 4, 1)))
                .hasMessageContainingAll("layer0", "[3, 3]", "(3 x 4)");
    }

    @Test
    void aStateOfAnotherMinibatchIsRefused() {
        MultiLayerNetwork net = small();
        net.rnnTimeStep(sequences(DataType.FLOAT, 3, 6, 4, 1));

        assertThatThrownBy(() -> LstmNets.cells(net)
                        .rnnTimeStep(sequences(DataType.FLOAT, 2, 6, 4, 1), LayerWorkspaceMgr.noWorkspaces()))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("layer0", "[3, 8]", "rnnClearPreviousState");
    }

    @Test
    void parametersWithoutAValidPatternAreRefused() {
        MultiLayerNetwork net = small();
        net.getLayer(0).getParam("recurrentPattern").putScalar(0, 0, 17);

        assertThatThrownBy(() -> net.output(sequences(DataType.FLOAT, 3, 6, 4, 1)))
                .isInstanceOf(ND4JIllegalStateException.class)
                .hasMessageContainingAll("layer0", "no valid pattern");
    }

    @Test
    void aRewiringOfAnotherSizeChangesNothing() {
        SparseLstmCells layer = LstmNets.cells(small());
        var before = layer.recurrentWeights().pattern();

        assertThatThrownBy(() ->
                        layer.recurrentWeights().rewire(layer.inputWeights().pattern()))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(layer.recurrentWeights().pattern()).isEqualTo(before);
    }
}
