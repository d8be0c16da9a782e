package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.filters;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.layer;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.over;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.small;
import static io.github.dl4jsparse.layers.sparse.ConvolutionNets.smallImages;
import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The pattern and the values survive what DL4J does with a network. */
class SparseConvolutionLifeCycleTest {

    private static final DataSet DATA = smallImages(DataType.FLOAT, 20, 9);

    private static void assertTrainsWithItsPattern(MultiLayerNetwork net, int index) {
        CompressedPattern before = layer(net, index).matrix().pattern();
        double[] values = bits(layer(net, index).matrix().values());
        for (int i = 0; i < 5; i++) {
            net.fit(DATA);
        }
        assertThat(storedPattern(layer(net, index))).isEqualTo(before);
        assertThat(bits(layer(net, index).matrix().values())).isNotEqualTo(values);
        assertThat(bits(net.params())).doesNotContain(Double.NaN);
    }

    /** What the parameters hold, without rounding. */
    private static CompressedPattern storedPattern(SparseConvolution layer) {
        int[] stored = layer.getParam("pattern").castTo(DataType.INT32).toIntVector();
        int connections = stored.length - (int) layer.layerConf().getNOut();
        return CompressedPattern.ofFanIn(
                (int) layer.layerConf().inputs(),
                Arrays.copyOfRange(stored, connections, stored.length),
                Arrays.copyOf(stored, connections));
    }

    private static void assertSameOutput(MultiLayerNetwork actual, MultiLayerNetwork expected) {
        assertThat(bits(actual.output(DATA.getFeatures()))).containsExactly(bits(expected.output(DATA.getFeatures())));
    }

    @Test
    void trainsUnderAdamWithAllKindsOfRegularisation() {
        assertTrainsWithItsPattern(
                init(small(base(DataType.FLOAT)
                        .updater(new Adam())
                        .l1(1e-3)
                        .weightDecay(0.01)
                        .dropOut(0.8))),
                1);
        assertTrainsWithItsPattern(init(small(base(DataType.FLOAT).weightNoise(new DropConnect(0.8)))), 0);
    }

    @Test
    void updaterStateIsAsSparseAsTheFilters() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT).updater(new Adam())));

        long trained = net.numParams() - (36 + 4) - (29 + 3); // without the patterns of both layers

        assertThat(net.getUpdater().getStateViewArray().length()).isEqualTo(2 * trained);
    }

    @Test
    void constraintsLeaveThePatternAlone() {
        MultiLayerNetwork net = init(over(
                base(DataType.FLOAT),
                6,
                5,
                2,
                filters(4, 0.5, 3, 3)
                        .constrainAllParameters(new NonNegativeConstraint())
                        .build()));

        assertTrainsWithItsPattern(net, 0);

        assertThat(layer(net, 0).matrix().values().minNumber().doubleValue()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void sameSeedGivesTheSameBits() {
        MultiLayerNetwork one = init(small(base(DataType.FLOAT).activation(Activation.RELU)));
        MultiLayerNetwork two = init(small(base(DataType.FLOAT).activation(Activation.RELU)));

        one.fit(DATA);
        two.fit(DATA);

        assertThat(bits(one.params())).containsExactly(bits(two.params()));
    }

    @Test
    void jsonAndYamlGiveTheSameConfiguration() {
        MultiLayerConfiguration conf = over(
                base(DataType.FLOAT),
                6,
                5,
                2,
                filters(4, 0.5, 3, 2).dilation(1, 2).patternSeed(3).build(),
                new SparseConvolutionLayer.Builder(2, 2)
                        .nOut(3)
                        .connections(11)
                        .stride(1, 2)
                        .hasBias(false)
                        .convolutionMode(ConvolutionMode.Same)
                        .build());

        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
        assertThat(conf.clone()).isEqualTo(conf);
        assertThat(conf.toJson())
                .contains("\"@class\" : \"io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer\"")
                .contains("\"connections\" : 11");
        assertSameOutput(init(MultiLayerConfiguration.fromJson(conf.toJson())), init(conf));
    }

    @Test
    void configurationsDifferByTheirConnections() {
        SparseConvolutionLayer one = filters(4, 0.5, 3, 3).build();

        assertThat(one).isEqualTo(filters(4, 0.5, 3, 3).build());
        assertThat(one).hasSameHashCodeAs(filters(4, 0.5, 3, 3).build());
        assertThat(one).isNotEqualTo(filters(4, 0.6, 3, 3).build());
        assertThat(one).isNotEqualTo(filters(4, 0.5, 3, 2).build());
        assertThat(one).isNotEqualTo(filters(4, 0.5, 3, 3).patternSeed(1).build());
        assertThat(one.toString()).contains("SparseConvolutionLayer", "0.5");
    }

    @Test
    void cloneComputesTheSameAndIsIndependent() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        MultiLayerNetwork copy = net.clone();
        assertSameOutput(copy, net);
        double[] before = bits(net.params());

        copy.fit(DATA);

        assertThat(bits(net.params())).containsExactly(before);
        assertTrainsWithItsPattern(copy, 0);
    }

    @Test
    void parametersOfAnotherNetworkBringTheirPattern() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        MultiLayerNetwork other = init(small(base(DataType.FLOAT).seed(43)));
        net.output(DATA.getFeatures());

        net.setParams(other.params());

        assertSameOutput(net, other);
        assertThat(layer(net, 0).matrix().pattern())
                .isEqualTo(layer(other, 0).matrix().pattern());
    }

    @Test
    void savedAndLoadedItTrainsOnBitForBit(@TempDir Path folder) throws Exception {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT).updater(new Adam())));
        net.fit(DATA);
        File file = folder.resolve("net.zip").toFile();
        ModelSerializer.writeModel(net, file, true);

        MultiLayerNetwork loaded = ModelSerializer.restoreMultiLayerNetwork(file, true);

        assertSameOutput(loaded, net);
        net.fit(DATA);
        loaded.fit(DATA);
        assertThat(bits(loaded.params())).containsExactly(bits(net.params()));
    }

    @Test
    void worksInAComputationGraphAmongOtherLayers(@TempDir Path folder) throws Exception {
        ComputationGraph net = new ComputationGraph(base(DataType.FLOAT)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", filters(4, 0.5, 3, 3).build(), "in")
                .addLayer("norm", new BatchNormalization(), "a")
                .addLayer("b", filters(3, 0.5, 1, 1).build(), "in")
                .addLayer("c", filters(5, 0.8, 3, 3).build(), "norm", "b")
                .addLayer(
                        "pool", new SubsamplingLayer.Builder(2, 2).stride(2, 2).build(), "c")
                .addLayer("d", new ConvolutionLayer.Builder(2, 2).nOut(3).build(), "pool")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "d")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(6, 5, 2))
                .build());
        net.init();
        CompressedPattern pattern =
                ((SparseConvolution) net.getLayer("c")).matrix().pattern();
        for (int i = 0; i < 5; i++) {
            net.fit(DATA);
        }
        File file = folder.resolve("net.zip").toFile();
        net.save(file);

        ComputationGraph loaded = ComputationGraph.load(file, true);

        assertThat(bits(loaded.outputSingle(DATA.getFeatures())))
                .containsExactly(bits(net.outputSingle(DATA.getFeatures())));
        assertThat(((SparseConvolution) loaded.getLayer("c")).matrix().pattern())
                .isEqualTo(pattern);
    }

    @Test
    void theNetworksConvolutionModeIsItsOwnUnlessSaidOtherwise() {
        MultiLayerNetwork net = init(over(
                base(DataType.FLOAT).convolutionMode(ConvolutionMode.Same),
                6,
                5,
                2,
                filters(4, 0.5, 3, 3).build(),
                filters(4, 0.5, 3, 3).convolutionMode(ConvolutionMode.Truncate).build()));

        assertThat(net.feedForward(DATA.getFeatures()).get(1).shape()).containsExactly(20, 4, 6, 5);
        assertThat(net.feedForward(DATA.getFeatures()).get(2).shape()).containsExactly(20, 4, 4, 3);
    }

    @Test
    void flatImagesAreUnfoldedOnTheWay() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(filters(4, 0.5, 3, 3).build())
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(6, 5, 2))
                .build());

        net.fit(DATA.getFeatures().reshape('c', 20, 60), DATA.getLabels());

        assertThat(net.output(Nd4j.zeros(7, 60)).shape()).containsExactly(7, 3);
    }

    @Test
    void imagesMayChangeTheirSize() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        double[] before = bits(net.getLayer(0).activate(DATA.getFeatures(), true, LayerWorkspaceMgr.noWorkspaces()));

        net.getLayer(0).activate(Nd4j.rand(DataType.FLOAT, 3, 2, 9, 4), true, LayerWorkspaceMgr.noWorkspaces());

        assertThat(bits(net.getLayer(0).activate(DATA.getFeatures(), true, LayerWorkspaceMgr.noWorkspaces())))
                .containsExactly(before);
    }

    @Test
    void summaryShapeAndMemoryReportSpeakOfTheLayer() {
        MultiLayerConfiguration conf =
                over(base(DataType.FLOAT), 6, 5, 2, filters(4, 0.5, 3, 3).build());
        MultiLayerNetwork net = init(conf);

        assertThat(net.summary()).contains("SparseConvolution", "W:{1,36}", "pattern:{1,40}");
        assertThat(conf.getMemoryReport(InputType.convolutional(6, 5, 2)).toString())
                .contains("SparseConvolutionLayer");
        WeightShape shape = layer(net, 0).matrix().shape("layer0");
        assertThat(shape.dims()).containsExactly(2L, 3L, 3L, 4L);
        assertThat(shape.inputs()).isEqualTo(2);
        assertThat(shape.outputs()).isEqualTo(4);
        assertThat(shape.outputUnit((1 * 9 + 4) * 4 + 3)).isEqualTo(3);
        assertThat(shape.inputUnit((1 * 9 + 4) * 4 + 3)).isEqualTo(1);
    }

    @Test
    void atDensityOneItStartsAsAConvolutionLayerDoes() {
        MultiLayerNetwork net = init(over(
                base(DataType.FLOAT).weightInit(WeightInit.XAVIER),
                6,
                5,
                2,
                filters(4, 0, 3, 2).stride(2, 1).build()));
        MultiLayerNetwork dense = init(over(
                base(DataType.FLOAT).weightInit(WeightInit.XAVIER),
                6,
                5,
                2,
                new ConvolutionLayer.Builder(3, 2).nOut(4).stride(2, 1).build()));
        float[] values = new float[48];
        HostMemory.read(layer(net, 0).matrix().values(), values);

        assertThat(values)
                .containsExactly(dense.getLayer(0).getParam("W").dup('c').data().asFloat());
    }

    @Test
    void filtersWithoutConnectionsAreFine() {
        MultiLayerNetwork net = init(over(
                base(DataType.FLOAT),
                6,
                5,
                2,
                new SparseConvolutionLayer.Builder(3, 3).nOut(4).connections(1).build()));

        for (int i = 0; i < 3; i++) {
            net.fit(DATA);
        }

        assertThat(bits(net.params())).doesNotContain(Double.NaN);
    }
}
