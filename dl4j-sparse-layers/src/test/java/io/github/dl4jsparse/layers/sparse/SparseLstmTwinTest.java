package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.LstmNets.base;
import static io.github.dl4jsparse.layers.sparse.LstmNets.cells;
import static io.github.dl4jsparse.layers.sparse.LstmNets.copyWeights;
import static io.github.dl4jsparse.layers.sparse.LstmNets.data;
import static io.github.dl4jsparse.layers.sparse.LstmNets.net;
import static io.github.dl4jsparse.layers.sparse.LstmNets.output;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sequences;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sparse;
import static io.github.dl4jsparse.layers.sparse.LstmNets.truncated;
import static io.github.dl4jsparse.layers.sparse.LstmNets.twin;
import static io.github.dl4jsparse.layers.sparse.SparseNets.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.kernel.PatternStore;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** The layer against DL4J's LSTM with the same weights. */
class SparseLstmTwinTest {

    private static final LayerWorkspaceMgr MGR = LayerWorkspaceMgr.noWorkspaces();

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(1, 1, 0.5, 1, 1),
                Arguments.of(1, 1, 0.5, 1, 5),
                Arguments.of(5, 4, 0.5, 3, 7),
                Arguments.of(5, 4, 0.0, 3, 1),
                Arguments.of(3, 9, 0.9, 17, 4),
                Arguments.of(30, 20, 0.8, 33, 6),
                Arguments.of(7, 40, 0.95, 2, 19));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void outputsAndGradientsAreThoseOfTheTwin(int nIn, int n, double sparsity, int batch, int steps) {
        assertSame(
                sparse(nIn, n, sparsity).build(), data(DataType.DOUBLE, batch, nIn, steps, 1), DataType.DOUBLE, 1e-10);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void singlePrecisionAgreesToRounding(int nIn, int n, double sparsity, int batch, int steps) {
        assertSame(sparse(nIn, n, sparsity).build(), data(DataType.FLOAT, batch, nIn, steps, 1), DataType.FLOAT, 2e-5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RRELU"})
    void everyActivationOfTheCellWorks(Activation activation) {
        SparseLstm layer = sparse(5, 6, 0.5).activation(activation).build();

        assertSame(layer, data(DataType.DOUBLE, 3, 5, 4, 2), DataType.DOUBLE, 1e-10);
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"SIGMOID", "HARDSIGMOID", "TANH"})
    void otherGatesWork(Activation activation) {
        SparseLstm layer = sparse(5, 6, 0.5).gateActivationFunction(activation).build();

        assertSame(layer, data(DataType.DOUBLE, 3, 5, 4, 2), DataType.DOUBLE, 1e-10);
    }

    private static void assertSame(SparseLstm layer, DataSet data, DataType type, double tolerance) {
        MultiLayerNetwork net = net(base(type), layer, (int) layer.getNOut());
        MultiLayerNetwork twin = net(base(type), twin(layer), (int) layer.getNOut());
        copyWeights(net, twin);
        assertClose(net.output(data.getFeatures()), twin.output(data.getFeatures()), tolerance);
        SparseNets.computeGradient(net, data);
        SparseNets.computeGradient(twin, data);
        assertSameGradients(net, twin, "0_", tolerance);
    }

    private static void assertSameGradients(
            MultiLayerNetwork net, MultiLayerNetwork twin, String prefix, double tolerance) {
        assertSameGradients(cells(net), net.gradient(), twin.gradient(), prefix, tolerance);
    }

    private static void assertSameGradients(
            SparseLstmCells layer, Gradient actual, Gradient expected, String prefix, double tolerance) {
        assertClose(
                actual.getGradientFor(prefix + "W"),
                SparseNets.sampled(layer.inputWeights().pattern(), expected.getGradientFor(prefix + "W")),
                tolerance);
        assertClose(
                actual.getGradientFor(prefix + "RW"),
                SparseNets.sampled(layer.recurrentWeights().pattern(), expected.getGradientFor(prefix + "RW")),
                tolerance);
        assertClose(actual.getGradientFor(prefix + "b"), expected.getGradientFor(prefix + "b"), tolerance);
        for (String key : List.of("pattern", "recurrentPattern")) {
            assertThat(actual.getGradientFor(prefix + key).norm1Number().doubleValue())
                    .isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"c,c", "c,f", "f,c", "f,f", "view,view", "nwc,nwc", "later,later"})
    void inputAndEpsilonMayHaveAnyLayout(String inputLayout, String epsilonLayout) {
        MultiLayerNetwork net = net(base(DataType.DOUBLE), sparse(6, 8, 0.5).build(), 8);
        MultiLayerNetwork twin =
                net(base(DataType.DOUBLE), twin(sparse(6, 8, 0.5).build()), 8);
        copyWeights(net, twin);
        INDArray x = sequences(DataType.DOUBLE, 19, 6, 5, 3);
        INDArray epsilon = sequences(DataType.DOUBLE, 19, 8, 5, 4);

        assertSamePasses(net, twin, laidOut(x, inputLayout), laidOut(epsilon, epsilonLayout));
    }

    /** Both passes of the first layers. */
    private static void assertSamePasses(MultiLayerNetwork net, MultiLayerNetwork twin, INDArray x, INDArray epsilon) {
        net.setInput(x);
        net.initGradientsView();
        twin.initGradientsView();
        INDArray y = net.getLayer(0).activate(x, true, MGR);
        assertClose(y, twin.getLayer(0).activate(x.dup(), true, MGR), 1e-10);
        Pair<Gradient, INDArray> back = net.getLayer(0).backpropGradient(epsilon, MGR);
        Pair<Gradient, INDArray> expected = twin.getLayer(0).backpropGradient(epsilon.dup(), MGR);
        assertClose(back.getSecond(), expected.getSecond(), 1e-10);
        assertThat(back.getSecond().shape()).containsExactly(x.shape());
        assertSameGradients(cells(net), back.getFirst(), expected.getFirst(), "", 1e-10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "view", "nwc", "later"})
    void longSequencesMayHaveAnyLayoutInInference(String layout) {
        MultiLayerNetwork net = net(base(DataType.FLOAT), sparse(5, 4, 0.5).build(), 4);
        INDArray x = sequences(DataType.FLOAT, 5, 5, 61, 3);

        assertThat(SparseNets.bits(net.output(laidOut(x, layout)))).isEqualTo(SparseNets.bits(net.output(x)));
    }

    private static INDArray laidOut(INDArray m, String layout) {
        long[] s = m.shape();
        return switch (layout) {
            case "view" ->
                Nd4j.ones(m.dataType(), s[0] + 3, 2 * s[1], 2 * s[2])
                        .get(
                                NDArrayIndex.interval(2, 2 + s[0]),
                                NDArrayIndex.interval(1, 2, 2 * s[1]),
                                NDArrayIndex.interval(1, 2, 2 * s[2]))
                        .assign(m);
            case "nwc" -> m.permute(0, 2, 1).dup('c').permute(0, 2, 1);
            case "later" ->
                Nd4j.ones(m.dataType(), s[0], s[1], s[2] + 4)
                        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(3, 3 + s[2]))
                        .assign(m);
            default -> m.dup(layout.charAt(0));
        };
    }

    @Test
    void timeMayComeBeforeFeatures() {
        SparseLstm layer = sparse(6, 8, 0.5).dataFormat(RNNFormat.NWC).build();
        MultiLayerNetwork net = SparseNets.init(base(DataType.DOUBLE)
                .list()
                .layer(layer)
                .layer(output(8, 3, RNNFormat.NWC))
                .build());
        MultiLayerNetwork twin = SparseNets.init(base(DataType.DOUBLE)
                .list()
                .layer(twin(layer))
                .layer(output(8, 3, RNNFormat.NWC))
                .build());
        copyWeights(net, twin);
        INDArray x = sequences(DataType.DOUBLE, 4, 6, 5, 3).permute(0, 2, 1).dup('c');
        INDArray epsilon = sequences(DataType.DOUBLE, 4, 8, 5, 4).permute(0, 2, 1);

        assertThat(net.output(x).shape()).containsExactly(4, 5, 3);
        assertClose(net.output(x), twin.output(x), 1e-10);
        assertSamePasses(net, twin, x, epsilon);
    }

    @ParameterizedTest
    @CsvSource({"4,4,12", "4,4,10", "5,2,11", "3,1,7", "20,20,6"})
    void truncatedBackPropagationIsThatOfTheTwin(int forward, int backward, int steps) {
        SparseLstm layer = sparse(5, 6, 0.4).build();
        MultiLayerNetwork net = truncated(base(DataType.DOUBLE), layer, 6, forward, backward);
        MultiLayerNetwork twin = truncated(base(DataType.DOUBLE), twin(layer), 6, forward, backward);
        copyWeights(net, twin);
        DataSet data = data(DataType.DOUBLE, 3, 5, steps, 5);
        keepZeros(twin, net);

        for (int i = 0; i < 3; i++) {
            net.fit(data);
            twin.fit(data);
        }

        assertSameWeights(net, twin);
    }

    /** Takes the twin's gradient away where the network has no connection. */
    private static void keepZeros(MultiLayerNetwork twin, MultiLayerNetwork net) {
        INDArray w = LstmNets.dense(cells(net).inputWeights()).neq(0).castTo(DataType.DOUBLE);
        INDArray rw = LstmNets.dense(cells(net).recurrentWeights()).neq(0).castTo(DataType.DOUBLE);
        twin.setListeners(new GradientMask(w, rw));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void trainingStepsAreThoseOfTheTwin(boolean nesterovs) {
        IUpdater updater = nesterovs ? new Nesterovs(0.1, 0.9) : new Adam(0.02);
        SparseLstm layer = sparse(5, 6, 0.4).build();
        MultiLayerNetwork net = net(base(DataType.DOUBLE).updater(updater).l2(0.01), layer, 6);
        MultiLayerNetwork twin = net(base(DataType.DOUBLE).updater(updater).l2(0.01), twin(layer), 6);
        copyWeights(net, twin);
        keepZeros(twin, net);

        for (int i = 0; i < 10; i++) {
            DataSet data = data(DataType.DOUBLE, 3 + i, 5, 4, i);
            net.fit(data);
            twin.fit(data);
        }

        assertSameWeights(net, twin);
    }

    private static void assertSameWeights(MultiLayerNetwork net, MultiLayerNetwork twin) {
        assertClose(LstmNets.dense(cells(net).inputWeights()), twin.getLayer(0).getParam("W"), 1e-10);
        assertClose(
                LstmNets.dense(cells(net).recurrentWeights()), twin.getLayer(0).getParam("RW"), 1e-10);
        assertClose(net.getLayer(0).getParam("b"), twin.getLayer(0).getParam("b"), 1e-10);
        assertClose(net.getLayer(1).params(), twin.getLayer(1).params(), 1e-10);
    }

    @Test
    void theNetworksInputGradientIsThatOfTheTwin() {
        SparseLstm layer = sparse(5, 6, 0.4).build();
        MultiLayerNetwork net = net(base(DataType.DOUBLE), layer, 6);
        MultiLayerNetwork twin = net(base(DataType.DOUBLE), twin(layer), 6);
        copyWeights(net, twin);
        DataSet data = data(DataType.DOUBLE, 3, 5, 4, 5);

        assertClose(
                net.calculateGradients(data.getFeatures(), data.getLabels(), null, null)
                        .getSecond(),
                twin.calculateGradients(data.getFeatures(), data.getLabels(), null, null)
                        .getSecond(),
                1e-10);
    }

    /** A graph hands the length of the way back on to its layers, which a network of layers does not. */
    @ParameterizedTest
    @CsvSource({"4,4,12", "5,2,11", "3,1,7"})
    void truncatedBackPropagationInAGraphIsThatOfTheTwin(int forward, int backward, int steps) {
        ComputationGraph net = graph(sparse(5, 6, 0.4).build(), forward, backward);
        ComputationGraph twin = graph(twin(sparse(5, 6, 0.4).build()), forward, backward);
        SparseLstmCells layer = (SparseLstmCells) net.getLayer(0);
        INDArray w = LstmNets.dense(layer.inputWeights());
        INDArray rw = LstmNets.dense(layer.recurrentWeights());
        twin.getLayer(0).getParam("W").assign(w);
        twin.getLayer(0).getParam("RW").assign(rw);
        twin.getLayer(1).setParams(net.getLayer(1).params());
        DataSet data = data(DataType.DOUBLE, 3, 5, steps, 5);
        twin.setListeners(
                new GradientMask(w.neq(0).castTo(DataType.DOUBLE), rw.neq(0).castTo(DataType.DOUBLE)));

        for (int i = 0; i < 3; i++) {
            net.fit(data);
            twin.fit(data);
        }

        assertClose(LstmNets.dense(layer.inputWeights()), twin.getLayer(0).getParam("W"), 1e-10);
        assertClose(LstmNets.dense(layer.recurrentWeights()), twin.getLayer(0).getParam("RW"), 1e-10);
        assertClose(layer.getParam("b"), twin.getLayer(0).getParam("b"), 1e-10);
        assertClose(net.getLayer(1).params(), twin.getLayer(1).params(), 1e-10);
    }

    private static ComputationGraph graph(Layer layer, int forward, int backward) {
        ComputationGraph graph = new ComputationGraph(base(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in")
                .addLayer("0", layer, "in")
                .addLayer("out", output(6, 3), "0")
                .setOutputs("out")
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(forward)
                .tBPTTBackwardLength(backward)
                .build());
        graph.init();
        return graph;
    }

    @Test
    void labelsMayBeMasked() {
        SparseLstm layer = sparse(5, 6, 0.4).build();
        MultiLayerNetwork net = net(base(DataType.DOUBLE), layer, 6);
        MultiLayerNetwork twin = net(base(DataType.DOUBLE), twin(layer), 6);
        copyWeights(net, twin);
        DataSet data = data(DataType.DOUBLE, 3, 5, 4, 5);
        INDArray mask = Nd4j.create(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 0, 0, 0}});

        for (MultiLayerNetwork each : List.of(net, twin)) {
            each.setLayerMaskArrays(mask, mask);
            SparseNets.computeGradient(each, data);
        }

        assertThat(net.score()).isCloseTo(twin.score(), within(1e-10));
        assertSameGradients(net, twin, "0_", 1e-10);
    }

    @Test
    void theLastUnmaskedStepMayBeTaken() {
        SparseLstm layer = sparse(5, 6, 0.4).build();
        MultiLayerNetwork net = SparseNets.init(base(DataType.DOUBLE)
                .list()
                .layer(new LastTimeStep(layer))
                .layer(SparseNets.output(6, 3))
                .build());
        MultiLayerNetwork twin = SparseNets.init(base(DataType.DOUBLE)
                .list()
                .layer(new LastTimeStep(twin(layer)))
                .layer(SparseNets.output(6, 3))
                .build());
        SparseLstmCells cells = (SparseLstmCells) ((BaseWrapperLayer) net.getLayer(0)).getUnderlying();
        twin.getLayer(0).getParam("W").assign(LstmNets.dense(cells.inputWeights()));
        twin.getLayer(0).getParam("RW").assign(LstmNets.dense(cells.recurrentWeights()));
        twin.getLayer(1).setParams(net.getLayer(1).params());
        DataSet data = new DataSet(
                sequences(DataType.DOUBLE, 3, 5, 4, 5),
                SparseNets.data(DataType.DOUBLE, 3, 5, 3, 1).getLabels());
        INDArray mask = Nd4j.create(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 0, 0, 0}});

        for (MultiLayerNetwork each : List.of(net, twin)) {
            each.setLayerMaskArrays(mask, null);
            SparseNets.computeGradient(each, data);
        }

        assertThat(net.score()).isCloseTo(twin.score(), within(1e-10));
        assertSameGradients(cells, net.gradient(), twin.gradient(), "0_", 1e-10);
    }

    @ParameterizedTest
    @EnumSource(Bidirectional.Mode.class)
    void bothDirectionsWork(Bidirectional.Mode mode) {
        SparseLstm layer = sparse(5, 6, 0.4).build();
        int n = mode == Bidirectional.Mode.CONCAT ? 12 : 6;
        MultiLayerNetwork net = net(base(DataType.DOUBLE), new Bidirectional(mode, layer), n);
        MultiLayerNetwork twin = net(base(DataType.DOUBLE), new Bidirectional(mode, twin(layer)), n);
        for (String direction : List.of("f", "b")) {
            for (String[] keys : new String[][] {{"W", "pattern"}, {"RW", "recurrentPattern"}}) {
                int rows = "W".equals(keys[0]) ? 5 : 6;
                INDArray dense = SparseNets.dense(
                        PatternStore.read(rows, 24, net.getLayer(0).getParam(direction + keys[1])),
                        net.getLayer(0).getParam(direction + keys[0]));
                twin.getLayer(0).getParam(direction + keys[0]).assign(dense);
            }
        }
        twin.getLayer(1).setParams(net.getLayer(1).params());
        DataSet data = data(DataType.DOUBLE, 3, 5, 4, 5);

        assertClose(net.output(data.getFeatures()), twin.output(data.getFeatures()), 1e-10);
        SparseNets.computeGradient(net, data);
        SparseNets.computeGradient(twin, data);

        assertClose(net.gradient().getGradientFor("0_fb"), twin.gradient().getGradientFor("0_fb"), 1e-10);
        assertClose(net.gradient().getGradientFor("0_bb"), twin.gradient().getGradientFor("0_bb"), 1e-10);
        assertThat(SparseNets.bits(net.getLayer(0).getParam("fW")))
                .isNotEqualTo(SparseNets.bits(net.getLayer(0).getParam("bW")));
    }

    @ParameterizedTest
    @EnumSource(WorkspaceMode.class)
    void dropoutIsThatOfTheTwin(WorkspaceMode mode) {
        SparseLstm layer = sparse(5, 6, 0.4).dropOut(0.6).build();
        MultiLayerNetwork net =
                net(base(DataType.DOUBLE).trainingWorkspaceMode(mode).inferenceWorkspaceMode(mode), layer, 6);
        MultiLayerNetwork twin =
                net(base(DataType.DOUBLE).trainingWorkspaceMode(mode).inferenceWorkspaceMode(mode), twin(layer), 6);
        copyWeights(net, twin);
        DataSet data = data(DataType.DOUBLE, 3, 5, 4, 5);

        for (MultiLayerNetwork each : List.of(net, twin)) {
            Nd4j.getRandom().setSeed(12);
            SparseNets.computeGradient(each, data);
        }

        assertSameGradients(net, twin, "0_", 1e-10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE"})
    void stepByStepTheOutputIsThatOfTheWholeSequence(String type) {
        DataType dataType = DataType.valueOf(type);
        MultiLayerNetwork net = net(base(dataType), sparse(5, 20, 0.6).build(), 20);
        INDArray x = sequences(dataType, 3, 5, 60, 7);
        double[] expected = SparseNets.bits(net.getLayer(0).activate(x, false, MGR));
        double[] training = SparseNets.bits(net.getLayer(0).activate(x, true, MGR));

        INDArray actual = Nd4j.create(dataType, 3, 20, 60);
        for (int from = 0, length = 1; from < 60; from += length, length++) {
            int to = Math.min(60, from + length);
            INDArray some = x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
            actual.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to))
                    .assign(cells(net).rnnTimeStep(some, MGR));
        }

        assertThat(SparseNets.bits(actual)).containsExactly(expected);
        assertThat(training).containsExactly(expected);
    }

    @Test
    void storedStatesAreThoseOfTheTwin() {
        SparseLstm layer = sparse(5, 6, 0.4).build();
        MultiLayerNetwork net = net(base(DataType.DOUBLE), layer, 6);
        MultiLayerNetwork twin = net(base(DataType.DOUBLE), twin(layer), 6);
        copyWeights(net, twin);

        for (int i = 0; i < 3; i++) {
            INDArray x = sequences(DataType.DOUBLE, 3, 5, 2 + i, i);
            assertClose(net.rnnTimeStep(x), twin.rnnTimeStep(x), 1e-10);
            assertClose(
                    net.rnnActivateUsingStoredState(x, false, true).get(1),
                    twin.rnnActivateUsingStoredState(x, false, true).get(1),
                    1e-10);
        }

        for (String key : List.of("prevAct", "prevMem")) {
            assertClose(
                    net.rnnGetPreviousState(0).get(key),
                    twin.rnnGetPreviousState(0).get(key),
                    1e-10);
            assertClose(
                    cells(net).rnnGetTBPTTState().get(key),
                    ((org.deeplearning4j.nn.layers.recurrent.LSTM) twin.getLayer(0))
                            .rnnGetTBPTTState()
                            .get(key),
                    1e-10);
        }
        INDArray oneStep = sequences(DataType.DOUBLE, 3, 5, 1, 9).reshape(3, 5);
        assertClose(net.rnnTimeStep(oneStep), twin.rnnTimeStep(oneStep), 1e-10);
    }

    @Test
    void severalLayersAndAnotherOutputWork() {
        SparseLstm first = sparse(5, 6, 0.4).build();
        MultiLayerNetwork net = SparseNets.init(base(DataType.DOUBLE)
                .list()
                .layer(first)
                .layer(new LastTimeStep(sparse(6, 7, 0.4).build()))
                .layer(new OutputLayer.Builder()
                        .nIn(7)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        DataSet data = new DataSet(
                sequences(DataType.DOUBLE, 3, 5, 4, 5),
                SparseNets.data(DataType.DOUBLE, 3, 5, 3, 1).getLabels());
        double before = net.score(data);

        for (int i = 0; i < 30; i++) {
            net.fit(data);
        }

        assertThat(net.score(data)).isLessThan(before);
    }
}
