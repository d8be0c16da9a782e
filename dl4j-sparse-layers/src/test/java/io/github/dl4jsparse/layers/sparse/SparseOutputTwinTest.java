package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.computeGradient;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.dense;
import static io.github.dl4jsparse.layers.sparse.SparseNets.denseTwin;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.outputOf;
import static io.github.dl4jsparse.layers.sparse.SparseNets.sampled;
import static io.github.dl4jsparse.layers.sparse.SparseNets.smallWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A dense output layer with zeros where there is no connection computes the same. */
class SparseOutputTwinTest {

    private static SparseOutputLayer.Builder sparse() {
        return new SparseOutputLayer.Builder().sparsity(0.4);
    }

    private static void assertSame(MultiLayerNetwork net, MultiLayerNetwork twin, DataSet data) {
        assertClose(net.output(data.getFeatures()), twin.output(data.getFeatures()));
        for (MultiLayerNetwork each : new MultiLayerNetwork[] {net, twin}) {
            each.setLayerMaskArrays(null, data.getLabelsMaskArray());
            computeGradient(each, data);
        }
        assertThat(net.score()).isCloseTo(twin.score(), within(1e-10));
        for (int l = 0; l < net.getnLayers(); l++) {
            INDArray expected = twin.gradient().getGradientFor(l + "_W");
            expected = sampled(
                    ((CompressedLayer) net.getLayer(l)).matrices().get(0).pattern(), expected);
            assertClose(net.gradient().getGradientFor(l + "_W"), expected);
            if (net.getLayer(l).getParam("b") != null) {
                assertClose(
                        net.gradient().getGradientFor(l + "_b"), twin.gradient().getGradientFor(l + "_b"));
            }
        }
        for (MultiLayerNetwork each : new MultiLayerNetwork[] {net, twin}) {
            each.clearLayerMaskArrays();
        }
        assertThat(net.score(data, false)).isCloseTo(twin.score(data, false), within(1e-10));
        assertThat(net.score(data, true)).isCloseTo(twin.score(data, true), within(1e-10));
        assertClose(net.scoreExamples(data, true), twin.scoreExamples(data, true));
        for (int step = 0; step < 5; step++) {
            net.fit(data);
            twin.fit(data);
            keepZeros(net, twin);
            assertThat(net.score()).isCloseTo(twin.score(), within(1e-9));
        }
        assertClose(
                outputOf(net).matrix().values(),
                sampled(outputOf(net).matrix().pattern(), twin.getOutputLayer().getParam("W")));
    }

    /** A dense layer learns at every place: what the sparse one does not have becomes zero again. */
    private static void keepZeros(MultiLayerNetwork net, MultiLayerNetwork twin) {
        for (int l = 0; l < net.getnLayers(); l++) {
            CompressedPattern pattern =
                    ((CompressedLayer) net.getLayer(l)).matrices().get(0).pattern();
            INDArray all = twin.getLayer(l).getParam("W");
            all.assign(dense(pattern, sampled(pattern, all)));
        }
    }

    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.length()).isEqualTo(expected.length());
        double[] numbers = bits(expected);
        double[] found = bits(actual);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(found[i]).isCloseTo(numbers[i], within(1e-9 * Math.max(1, Math.abs(numbers[i]))));
        }
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(LossFunction.MCXENT, Activation.SOFTMAX),
                Arguments.of(LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX),
                Arguments.of(LossFunction.XENT, Activation.SIGMOID),
                Arguments.of(LossFunction.MSE, Activation.IDENTITY),
                Arguments.of(LossFunction.L2, Activation.TANH),
                Arguments.of(LossFunction.MEAN_ABSOLUTE_ERROR, Activation.IDENTITY),
                Arguments.of(LossFunction.L1, Activation.SOFTMAX),
                Arguments.of(LossFunction.HINGE, Activation.TANH),
                Arguments.of(LossFunction.SQUARED_HINGE, Activation.TANH),
                Arguments.of(LossFunction.KL_DIVERGENCE, Activation.SOFTMAX),
                Arguments.of(LossFunction.POISSON, Activation.SOFTPLUS),
                Arguments.of(LossFunction.COSINE_PROXIMITY, Activation.TANH),
                Arguments.of(LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Activation.SIGMOID));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyLossWorks(LossFunction loss, Activation activation) {
        SparseOutputLayer.Builder output =
                new SparseOutputLayer.Builder(loss).activation(activation).sparsity(0.4);
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), output));

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data(DataType.DOUBLE, 10, 6, 3, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 11, 24})
    void everyNumberOfConnectionsWorks(int connections) {
        MultiLayerNetwork net =
                init(smallWith(base(DataType.DOUBLE), new SparseOutputLayer.Builder().connections(connections)));

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data(DataType.DOUBLE, 10, 6, 3, 2));
    }

    static Stream<UnaryOperator<NeuralNetConfiguration.Builder>> settings() {
        return Stream.of(
                b -> b.l1(0.01).l2(0.02).l1Bias(0.03).l2Bias(0.04), b -> b.weightDecay(0.1), b -> b.miniBatch(false));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void regularisationAndSumsOverTheBatchWork(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        MultiLayerNetwork net = init(smallWith(settings.apply(base(DataType.DOUBLE)), sparse()));

        assertSame(net, denseTwin(net, settings.apply(base(DataType.DOUBLE))), data(DataType.DOUBLE, 10, 6, 3, 2));
    }

    @Test
    void worksWithoutBiases() {
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), sparse().hasBias(false)));

        assertThat(outputOf(net).getParam("b")).isNull();
        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data(DataType.DOUBLE, 10, 6, 3, 2));
    }

    @Test
    void labelsMayBeMaskedByExample() {
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), sparse()));
        DataSet data = data(DataType.DOUBLE, 4, 6, 3, 2);
        data.setLabelsMaskArray(Nd4j.create(new double[] {1, 0, 1, 0}, new long[] {4, 1}));

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data);
    }

    @Test
    void labelsMayBeMaskedByOutput() {
        SparseOutputLayer.Builder output = new SparseOutputLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .density(0.6);
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), output));
        DataSet data = data(DataType.DOUBLE, 4, 6, 3, 2);
        data.setLabelsMaskArray(Nd4j.create(new double[][] {{1, 0, 1}, {1, 1, 1}, {0, 0, 0}, {0, 1, 0}}));

        assertSame(net, denseTwin(net, base(DataType.DOUBLE)), data);
    }

    @Test
    void aMaskedExampleDoesNotCount() {
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), sparse()));
        DataSet data = data(DataType.DOUBLE, 2, 6, 3, 2);
        data.setLabelsMaskArray(Nd4j.create(new double[] {1, 0}, new long[] {2, 1}));
        DataSet other = data.copy();
        other.getFeatures().putRow(1, Nd4j.ones(DataType.DOUBLE, 6));
        MultiLayerNetwork copy = net.clone();

        net.fit(data);
        copy.fit(other);

        assertThat(bits(copy.params())).containsExactly(bits(net.params()));
    }

    @ParameterizedTest
    @EnumSource(WorkspaceMode.class)
    void theScoreOfAStepIsThatOfItsStart(WorkspaceMode mode) {
        MultiLayerNetwork net = init(smallWith(
                base(DataType.DOUBLE).l2(0.01).trainingWorkspaceMode(mode).inferenceWorkspaceMode(mode), sparse()));
        DataSet data = data(DataType.DOUBLE, 10, 6, 3, 2);
        double before = net.score(data);

        net.fit(data);

        assertThat(net.score()).isCloseTo(before, within(1e-12));
        assertThat(net.score(data)).isLessThan(before);
    }

    @Test
    void theScoreUnderDropoutAndNoiseIsThatOfTheBackwardPass() {
        SparseOutputLayer.Builder output =
                sparse().weightNoise(new DropConnect(0.5)).dropOut(0.5);
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), output));
        DataSet data = data(DataType.DOUBLE, 10, 6, 3, 2);
        LayerWorkspaceMgr mgr = LayerWorkspaceMgr.noWorkspaces();
        computeGradient(net, data);
        SparseOutput layer = outputOf(net);
        layer.setInput(data(DataType.DOUBLE, 10, 8, 3, 3).getFeatures(), mgr);
        layer.setLabels(data.getLabels());
        layer.backpropGradient(null, mgr);

        double kept = layer.computeScore(0, true, mgr);
        double again = layer.computeScore(0, true, mgr);

        assertThat(kept).isCloseTo(again, within(1e-12));
        assertThat(layer.computeScore(0, false, mgr)).isNotCloseTo(kept, within(1e-6));
    }

    @Test
    void outputsAreInColumnOrder() {
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), sparse()));
        DataSet data = data(DataType.DOUBLE, 10, 8, 3, 2);

        INDArray activations =
                net.getOutputLayer().activate(data.getFeatures(), false, LayerWorkspaceMgr.noWorkspaces());

        assertThat(activations.ordering()).isEqualTo('f');
        assertThat(activations.shape()).containsExactly(10, 3);
    }

    @Test
    void evaluationAndPredictionAreThoseOfTheTwin() {
        MultiLayerNetwork net = init(smallWith(base(DataType.DOUBLE), sparse()));
        MultiLayerNetwork twin = denseTwin(net, base(DataType.DOUBLE));
        DataSet data = data(DataType.DOUBLE, 30, 6, 3, 2);

        assertThat(net.f1Score(data)).isCloseTo(twin.f1Score(data), within(1e-12));
        assertThat(net.predict(data.getFeatures())).containsExactly(twin.predict(data.getFeatures()));
        assertThat(net.evaluate(new ListDataSetIterator<>(data.asList(), 7)).accuracy())
                .isEqualTo(twin.evaluate(new ListDataSetIterator<>(data.asList(), 7))
                        .accuracy());
    }
}
