package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.assertClose;
import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.computeGradient;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.denseTwin;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.layer;
import static io.github.dl4jsparse.layers.sparse.SparseNets.output;
import static io.github.dl4jsparse.layers.sparse.SparseNets.sampled;
import static io.github.dl4jsparse.layers.sparse.SparseNets.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The layer against a DenseLayer with the same weights. */
class SparseDenseTwinTest {

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(1, 1, 1, 1),
                Arguments.of(5, 4, 1, 1),
                Arguments.of(5, 4, 20, 3),
                Arguments.of(30, 20, 25, 2),
                Arguments.of(30, 20, 300, 64),
                Arguments.of(20, 30, 590, 129));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void outputsAndGradientsAreThoseOfTheTwin(int nIn, int nOut, int connections, int batch) {
        MultiLayerNetwork net = init(base(DataType.DOUBLE)
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(nIn)
                        .nOut(nOut)
                        .connections(connections)
                        .biasInit(0.1)
                        .build())
                .layer(new SparseDenseLayer.Builder()
                        .nIn(nOut)
                        .nOut(9)
                        .density(0.4)
                        .hasBias(false)
                        .build())
                .layer(output(9, 3))
                .build());

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data(DataType.DOUBLE, batch, nIn, 3, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RRELU"})
    void everyActivationWorks(Activation activation) {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE).activation(activation)));

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data(DataType.DOUBLE, 10, 6, 3, 2));
    }

    static Stream<IActivation> activationsWithSettings() {
        return Stream.of(
                new ActivationReLU(0.5, null, null),
                new ActivationReLU(null, 0.2, null),
                new ActivationReLU(null, null, 0.3),
                new ActivationReLU(0.5, 0.1, 0.3),
                new ActivationLReLU(0.3),
                new ActivationLReLU(0),
                new ActivationLReLU(-0.3),
                new ActivationLReLU(1.5));
    }

    @ParameterizedTest
    @MethodSource("activationsWithSettings")
    void settingsOfActivationsCount(IActivation activation) {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE).activation(activation)));

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data(DataType.DOUBLE, 10, 6, 3, 2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"RELU", "LEAKYRELU"})
    void unitsWithoutConnectionHaveTheDerivativeOfTheTwinAtZero(Activation activation) {
        MultiLayerNetwork net = init(base(DataType.DOUBLE)
                .activation(activation)
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(8)
                        .connections(2)
                        .build())
                .layer(output(8, 3))
                .build());

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data(DataType.DOUBLE, 10, 6, 3, 2));
    }

    private static void assertSame(MultiLayerNetwork net, MultiLayerNetwork twin, DataSet data) {
        assertClose(net.output(data.getFeatures()), twin.output(data.getFeatures()), 1e-10);
        computeGradient(net, data);
        computeGradient(twin, data);
        assertThat(net.score()).isCloseTo(twin.score(), within(1e-10));
        for (int l = 0; l < net.getnLayers(); l++) {
            INDArray expected = twin.gradient().getGradientFor(l + "_W");
            if (net.getLayer(l) instanceof SparseDense sparse) {
                expected = sampled(sparse.matrix().pattern(), expected);
            }
            assertClose(net.gradient().getGradientFor(l + "_W"), expected, 1e-10);
            if (twin.gradient().getGradientFor(l + "_b") != null) {
                assertClose(
                        net.gradient().getGradientFor(l + "_b"), twin.gradient().getGradientFor(l + "_b"), 1e-10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"c,c", "c,f", "f,c", "f,f", "view,view"})
    void inputAndEpsilonMayHaveAnyLayout(String inputLayout, String epsilonLayout) {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        MultiLayerNetwork twin = denseTwin(net, base(DataType.DOUBLE));
        INDArray x = data(DataType.DOUBLE, 11, 6, 3, 3).getFeatures();
        INDArray epsilon = data(DataType.DOUBLE, 11, 8, 3, 4).getFeatures();
        LayerWorkspaceMgr mgr = LayerWorkspaceMgr.noWorkspaces();
        computeGradient(net, data(DataType.DOUBLE, 11, 6, 3, 3));
        computeGradient(twin, data(DataType.DOUBLE, 11, 6, 3, 3));

        INDArray z = net.getLayer(0).activate(laidOut(x, inputLayout), true, mgr);
        INDArray zTwin = twin.getLayer(0).activate(x, true, mgr);
        Pair<Gradient, INDArray> back = net.getLayer(0).backpropGradient(laidOut(epsilon, epsilonLayout), mgr);
        Pair<Gradient, INDArray> backTwin = twin.getLayer(0).backpropGradient(epsilon.dup(), mgr);

        assertThat(z.ordering()).isEqualTo('f');
        assertClose(z, zTwin, 1e-10);
        assertThat(back.getSecond().ordering()).isEqualTo('f');
        assertClose(back.getSecond(), backTwin.getSecond(), 1e-10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "view"})
    void inputOfManyExamplesMayHaveAnyLayoutInInference(String layout) {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        INDArray x = data(DataType.FLOAT, 301, 6, 3, 3).getFeatures();

        assertThat(bits(net.output(laidOut(x, layout)))).isEqualTo(bits(net.output(x)));
    }

    @Test
    void inputOfManyExamplesMayBeSomeColumnsInInference() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        INDArray table = data(DataType.FLOAT, 257, 60, 3, 3).getFeatures();
        INDArray some = table.get(NDArrayIndex.all(), NDArrayIndex.interval(3, 9));

        assertThat(bits(net.output(some))).isEqualTo(bits(net.output(some.dup('c'))));
    }

    private static INDArray laidOut(INDArray m, String layout) {
        if (!"view".equals(layout)) {
            return m.dup(layout.charAt(0));
        }
        INDArray larger = Nd4j.ones(m.dataType(), m.size(0) + 3, 2 * m.size(1));
        INDArray view = larger.get(NDArrayIndex.interval(2, 2 + m.size(0)), NDArrayIndex.interval(1, 2, 2 * m.size(1)));
        return view.assign(m);
    }

    @Test
    void maskedExamplesAreLeftOut() {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        MultiLayerNetwork twin = denseTwin(net, base(DataType.DOUBLE));
        INDArray x = data(DataType.DOUBLE, 4, 6, 3, 5).getFeatures();
        INDArray epsilon = data(DataType.DOUBLE, 4, 8, 3, 6).getFeatures();
        INDArray mask = Nd4j.create(new double[] {1, 0, 1, 0}, new long[] {4, 1});
        LayerWorkspaceMgr mgr = LayerWorkspaceMgr.noWorkspaces();
        for (MultiLayerNetwork each : new MultiLayerNetwork[] {net, twin}) {
            computeGradient(each, data(DataType.DOUBLE, 4, 6, 3, 5));
            each.getLayer(0).setMaskArray(mask);
        }

        assertClose(net.getLayer(0).activate(x, true, mgr), twin.getLayer(0).activate(x, true, mgr), 1e-10);
        Pair<Gradient, INDArray> back = net.getLayer(0).backpropGradient(epsilon.dup(), mgr);
        Pair<Gradient, INDArray> backTwin = twin.getLayer(0).backpropGradient(epsilon.dup(), mgr);

        assertClose(back.getSecond(), backTwin.getSecond(), 1e-10);
        assertClose(back.getFirst().getGradientFor("b"), backTwin.getFirst().getGradientFor("b"), 1e-10);
        assertThat(back.getSecond().getRow(1).norm1Number().doubleValue()).isZero();
    }

    @Test
    void backPropagationWithoutAKeptForwardPassComputesItAgain() {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        INDArray x = data(DataType.DOUBLE, 4, 6, 3, 5).getFeatures();
        INDArray epsilon = data(DataType.DOUBLE, 4, 8, 3, 6).getFeatures();
        LayerWorkspaceMgr mgr = LayerWorkspaceMgr.noWorkspaces();
        computeGradient(net, data(DataType.DOUBLE, 4, 6, 3, 5));

        net.getLayer(0).activate(x, true, mgr);
        double[] kept =
                bits(net.getLayer(0).backpropGradient(epsilon.dup(), mgr).getSecond());
        double[] again =
                bits(net.getLayer(0).backpropGradient(epsilon.dup(), mgr).getSecond());
        net.getLayer(0).activate(x, false, mgr);
        double[] afterInference =
                bits(net.getLayer(0).backpropGradient(epsilon.dup(), mgr).getSecond());

        assertThat(again).containsExactly(kept);
        assertThat(afterInference).containsExactly(kept);
    }

    @ParameterizedTest
    @EnumSource(WorkspaceMode.class)
    void trainingInSinglePrecisionFollowsTheTwin(WorkspaceMode mode) {
        MultiLayerNetwork net =
                init(small(base(DataType.FLOAT).trainingWorkspaceMode(mode).inferenceWorkspaceMode(mode)));
        MultiLayerNetwork twin = denseTwin(net, base(DataType.FLOAT));
        DataSet data = data(DataType.FLOAT, 300, 6, 3, 7);

        net.fit(data);
        twin.fit(data);

        assertClose(layer(net, 0).getParam("b"), twin.getLayer(0).getParam("b"), 1e-6);
        assertClose(
                layer(net, 1).matrix().values(),
                sampled(layer(net, 1).matrix().pattern(), twin.getLayer(1).getParam("W")),
                1e-6);
        INDArray output = net.output(data.getFeatures());
        INDArray example = net.output(data.getFeatures().getRow(299, true));
        assertClose(example, output.getRow(299, true), 1e-6);
    }
}
