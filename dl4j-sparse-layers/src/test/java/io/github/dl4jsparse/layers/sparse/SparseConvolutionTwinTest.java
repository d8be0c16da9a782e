package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.asMatrix;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.denseTwin;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.filters;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.images;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.layer;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.over;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.small;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.smallImages;
import static io.github.dl4jsparse.layers.sparse.SparseNets.assertClose;
import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.computeGradient;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.sampled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

/** The layer against a ConvolutionLayer with the same weights. */
class SparseConvolutionTwinTest {

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void outputsAndGradientsAreThoseOfTheTwin(int seed) {
        Random random = new Random(seed);
        int height = 10 + random.nextInt(6);
        int width = 10 + random.nextInt(6);
        int channels = 1 + random.nextInt(4);
        MultiLayerNetwork net = init(over(
                base(DataType.DOUBLE),
                height,
                width,
                channels,
                any(random).hasBias(random.nextBoolean()).build(),
                any(random).biasInit(0.1).build()));

        assertSame(net, denseTwin(net), images(DataType.DOUBLE, 1 + random.nextInt(9), channels, height, width, seed));
    }

    private static SparseConvolutionLayer.Builder any(Random random) {
        ConvolutionMode mode = random.nextBoolean() ? ConvolutionMode.Same : ConvolutionMode.Truncate;
        int padding = mode == ConvolutionMode.Same ? 0 : 1;
        int[] kernel = {1 + random.nextInt(3), 1 + random.nextInt(3)};
        return filters(1 + random.nextInt(6), random.nextInt(4) * 0.3, kernel)
                .stride(1 + random.nextInt(Math.min(2, kernel[0])), 1 + random.nextInt(Math.min(2, kernel[1])))
                .padding(padding * random.nextInt(3), padding * random.nextInt(3))
                .dilation(1 + random.nextInt(2), 1 + random.nextInt(2))
                .convolutionMode(mode);
    }

    @Test
    void strictModeWorksWhereSizesFit() {
        MultiLayerNetwork net = init(over(
                base(DataType.DOUBLE),
                7,
                9,
                2,
                filters(3, 0.5, 3, 3)
                        .stride(2, 2)
                        .convolutionMode(ConvolutionMode.Strict)
                        .build()));

        assertSame(net, denseTwin(net), images(DataType.DOUBLE, 3, 2, 7, 9, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RRELU"})
    void everyActivationWorks(Activation activation) {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE).activation(activation)));

        assertSame(net, denseTwin(net), smallImages(DataType.DOUBLE, 5, 2));
    }

    private static void assertSame(MultiLayerNetwork net, MultiLayerNetwork twin, DataSet data) {
        assertClose(net.output(data.getFeatures()), twin.output(data.getFeatures()), 1e-10);
        computeGradient(net, data);
        computeGradient(twin, data);
        assertThat(net.score()).isCloseTo(twin.score(), within(1e-10));
        for (int l = 0; l < net.getnLayers(); l++) {
            INDArray expected = twin.gradient().getGradientFor(l + "_W");
            if (net.getLayer(l) instanceof SparseConvolution sparse) {
                expected = sampled(sparse.matrix().pattern(), asMatrix(expected));
            }
            assertClose(net.gradient().getGradientFor(l + "_W"), expected, 1e-10);
            INDArray biases = twin.gradient().getGradientFor(l + "_b");
            if (biases != null) {
                assertClose(net.gradient().getGradientFor(l + "_b"), biases, 1e-10);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"c,c", "c,f", "f,c", "view,view"})
    void inputAndEpsilonMayHaveAnyLayout(String inputLayout, String epsilonLayout) {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        MultiLayerNetwork twin = denseTwin(net);
        DataSet data = smallImages(DataType.DOUBLE, 11, 3);
        INDArray epsilon = images(DataType.DOUBLE, 11, 4, 6, 5, 4).getFeatures();
        LayerWorkspaceMgr mgr = LayerWorkspaceMgr.noWorkspaces();
        computeGradient(net, data);
        computeGradient(twin, data);

        INDArray z = net.getLayer(0).activate(laidOut(data.getFeatures(), inputLayout), true, mgr);
        INDArray zTwin = twin.getLayer(0).activate(data.getFeatures(), true, mgr);
        Pair<Gradient, INDArray> back = net.getLayer(0).backpropGradient(laidOut(epsilon, epsilonLayout), mgr);
        Pair<Gradient, INDArray> backTwin = twin.getLayer(0).backpropGradient(epsilon.dup(), mgr);

        assertClose(z, zTwin, 1e-10);
        assertThat(back.getSecond().ordering()).isEqualTo('c');
        assertClose(back.getSecond(), backTwin.getSecond(), 1e-10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "view"})
    void inputOfManyExamplesMayHaveAnyLayoutInInference(String layout) {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        INDArray x = smallImages(DataType.FLOAT, 70, 3).getFeatures();

        assertThat(bits(net.output(laidOut(x, layout)))).isEqualTo(bits(net.output(x)));
    }

    @Test
    void inputOfManyExamplesMayBeSomeChannelsInInference() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        INDArray images = images(DataType.FLOAT, 65, 7, 6, 5, 3).getFeatures();
        INDArray some =
                images.get(NDArrayIndex.all(), NDArrayIndex.interval(2, 4), NDArrayIndex.all(), NDArrayIndex.all());

        assertThat(bits(net.output(some))).isEqualTo(bits(net.output(some.dup('c'))));
    }

    private static INDArray laidOut(INDArray a, String layout) {
        if (!"view".equals(layout)) {
            return a.dup(layout.charAt(0));
        }
        INDArray larger = Nd4j.ones(a.dataType(), a.size(0) + 3, a.size(1), a.size(2), 2 * a.size(3));
        INDArray view = larger.get(
                NDArrayIndex.interval(2, 2 + a.size(0)),
                NDArrayIndex.all(),
                NDArrayIndex.all(),
                NDArrayIndex.interval(1, 2, 2 * a.size(3)));
        return view.assign(a);
    }

    @Test
    void backPropagationWithoutAKeptForwardPassComputesItAgain() {
        MultiLayerNetwork net = init(small(base(DataType.DOUBLE)));
        DataSet data = smallImages(DataType.DOUBLE, 4, 5);
        INDArray epsilon = images(DataType.DOUBLE, 4, 4, 6, 5, 6).getFeatures();
        LayerWorkspaceMgr mgr = LayerWorkspaceMgr.noWorkspaces();
        computeGradient(net, data);

        net.getLayer(0).activate(data.getFeatures(), true, mgr);
        double[] kept =
                bits(net.getLayer(0).backpropGradient(epsilon.dup(), mgr).getSecond());
        double[] again =
                bits(net.getLayer(0).backpropGradient(epsilon.dup(), mgr).getSecond());
        net.getLayer(0).activate(data.getFeatures(), false, mgr);
        double[] afterInference =
                bits(net.getLayer(0).backpropGradient(epsilon.dup(), mgr).getSecond());

        assertThat(again).containsExactly(kept);
        assertThat(afterInference).containsExactly(kept);
    }

    @ParameterizedTest
    @EnumSource(WorkspaceMode.class)
    void trainingInSinglePrecisionFollowsTheTwin(WorkspaceMode mode) {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)
                .activation(Activation.RELU)
                .trainingWorkspaceMode(mode)
                .inferenceWorkspaceMode(mode)));
        MultiLayerNetwork twin = denseTwin(net);
        DataSet data = smallImages(DataType.FLOAT, 70, 7);

        for (int i = 0; i < 3; i++) {
            net.fit(data);
        }
        double[] trained = bits(twin.getLayer(1).getParam("W"));
        for (int i = 0; i < 3; i++) {
            twin.fit(data);
            // what is no connection does not learn
            for (int l = 0; l < 2; l++) {
                INDArray w = twin.getLayer(l).getParam("W");
                w.muli(mask(layer(net, l), w));
            }
        }

        assertThat(bits(twin.getLayer(1).getParam("W"))).isNotEqualTo(trained);
        assertClose(layer(net, 0).getParam("b"), twin.getLayer(0).getParam("b"), 1e-5);
        assertClose(
                layer(net, 1).matrix().values(),
                sampled(
                        layer(net, 1).matrix().pattern(),
                        asMatrix(twin.getLayer(1).getParam("W"))),
                1e-5);
        INDArray output = net.output(data.getFeatures());
        INDArray example = net.output(data.getFeatures().get(NDArrayIndex.interval(69, 70)));
        assertClose(example, output.getRow(69, true), 1e-6);
    }

    private static INDArray mask(SparseConvolution layer, INDArray w) {
        INDArray values = layer.matrix().values();
        INDArray ones = Nd4j.ones(values.dataType(), values.shape());
        return SparseNets.dense(layer.matrix().pattern(), ones)
                .transpose()
                .dup('c')
                .reshape('c', w.shape());
    }

    @Test
    void masksAreReducedAsTheTwinDoes() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        MultiLayerNetwork twin = denseTwin(net);
        INDArray mask = Nd4j.ones(DataType.FLOAT, 2, 1, 6, 5);
        mask.get(NDArrayIndex.point(1), NDArrayIndex.all(), NDArrayIndex.interval(2, 6), NDArrayIndex.all())
                .assign(0);

        INDArray reduced =
                net.getLayer(1).feedForwardMaskArray(mask, MaskState.Active, 2).getFirst();

        INDArray expected =
                twin.getLayer(1).feedForwardMaskArray(mask, MaskState.Active, 2).getFirst();
        assertThat(bits(reduced)).containsExactly(bits(expected));
        assertThat(net.getLayer(1)
                        .feedForwardMaskArray(null, MaskState.Active, 2)
                        .getFirst())
                .isNull();
    }
}
