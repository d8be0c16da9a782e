package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.filters;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.over;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.small;
import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What cannot work is refused, and the message names it. */
class SparseConvolutionBadInputTest {

    private static void refused(Class<? extends Throwable> kind, ThrowingCallable code, String... parts) {
        assertThatThrownBy(code).isInstanceOf(kind).hasMessageContainingAll(parts);
    }

    @Test
    void sparsityOutOfRange() {
        refused(DL4JInvalidConfigException.class, () -> filters(4, 90, 3, 3).build(), "(90.0)", "percentage");
    }

    @Test
    void noWayToSayTheNumberOfConnections() {
        refused(
                DL4JInvalidConfigException.class,
                () -> new SparseConvolutionLayer.Builder(3, 3).nOut(4).build(),
                "exactly one");
    }

    @Test
    void moreConnectionsThanPlaces() {
        refused(
                DL4JInvalidConfigException.class,
                () -> init(over(
                        base(DataType.FLOAT),
                        6,
                        5,
                        2,
                        new SparseConvolutionLayer.Builder(3, 3)
                                .nOut(4)
                                .connections(73)
                                .build())),
                "(73)",
                "(18 x 4)");
    }

    @Test
    void channelsThatComeLast() {
        refused(
                DL4JInvalidConfigException.class,
                () -> base(DataType.FLOAT)
                        .list()
                        .layer(filters(4, 0.5, 3, 3).name("eye").build())
                        .layer(new OutputLayer.Builder().nOut(3).build())
                        .setInputType(InputType.convolutional(6, 5, 2, CNN2DFormat.NHWC))
                        .build(),
                "(NHWC)",
                "(eye)",
                "NCHW");
    }

    @Test
    void causalMode() {
        refused(
                DL4JInvalidConfigException.class,
                () -> over(
                        base(DataType.FLOAT).convolutionMode(ConvolutionMode.Causal),
                        6,
                        5,
                        2,
                        filters(4, 0.5, 3, 3).build()),
                "(Causal)",
                "Truncate");
    }

    @Test
    void paddingTogetherWithModeSame() {
        refused(
                IllegalArgumentException.class,
                () -> filters(4, 0.5, 3, 3)
                        .padding(1, 1)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                "Padding");
    }

    @Test
    void constraintThatNeedsADenseMatrix() {
        refused(
                DL4JInvalidConfigException.class,
                () -> filters(4, 0.5, 3, 3)
                        .constrainWeights(new MaxNormConstraint(1, 1))
                        .build(),
                "MaxNormConstraint");
    }

    @Test
    void halfPrecision() {
        refused(DL4JInvalidConfigException.class, () -> init(small(base(DataType.FLOAT16))), "HALF", "FLOAT or DOUBLE");
    }

    @Test
    void anotherNumberOfChannels() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));

        refused(
                DL4JInvalidInputException.class,
                () -> net.output(Nd4j.zeros(DataType.FLOAT, 2, 3, 6, 5)),
                "layer0",
                "(3) channels",
                "(2)");
    }

    @Test
    void aMatrix() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));

        refused(
                DL4JInvalidInputException.class,
                () -> net.output(Nd4j.zeros(DataType.FLOAT, 2, 60)),
                "layer0",
                "rank (2)",
                "convolutionalFlat");
    }

    @Test
    void imagesSmallerThanTheKernel() {
        MultiLayerNetwork net = init(over(
                base(DataType.FLOAT).convolutionMode(ConvolutionMode.Strict),
                6,
                6,
                2,
                filters(4, 0.5, 5, 5).build()));

        refused(
                DL4JInvalidInputException.class,
                () -> net.output(Nd4j.zeros(DataType.FLOAT, 2, 2, 4, 4)),
                "layer0",
                "[4, 4]",
                "[5, 5]");
    }
}
