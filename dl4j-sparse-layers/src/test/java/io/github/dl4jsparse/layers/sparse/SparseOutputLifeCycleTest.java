package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.outputOf;
import static io.github.dl4jsparse.layers.sparse.SparseNets.smallWith;
import static io.github.dl4jsparse.layers.sparse.SparseNets.sparse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** The output layer's pattern and values survive what DL4J does with a network, and bad settings are refused. */
class SparseOutputLifeCycleTest {

    private static final DataSet DATA = data(DataType.FLOAT, 40, 6, 3, 9);

    private static SparseOutputLayer.Builder output() {
        return new SparseOutputLayer.Builder().sparsity(0.4);
    }

    private static MultiLayerNetwork net() {
        return init(smallWith(base(DataType.FLOAT).updater(new Adam()), output()));
    }

    private static void assertTrainsWithItsPattern(MultiLayerNetwork net) {
        CompressedPattern before = outputOf(net).matrix().pattern();
        double[] values = bits(outputOf(net).matrix().values());
        for (int i = 0; i < 5; i++) {
            net.fit(DATA);
        }
        assertThat(outputOf(net).matrix().pattern()).isEqualTo(before);
        assertThat(bits(outputOf(net).matrix().values())).isNotEqualTo(values);
        assertThat(bits(net.params())).doesNotContain(Double.NaN);
    }

    private static void assertSameOutput(MultiLayerNetwork actual, MultiLayerNetwork expected) {
        assertThat(bits(actual.output(DATA.getFeatures()))).containsExactly(bits(expected.output(DATA.getFeatures())));
    }

    @Test
    void trainsAndLearns() {
        MultiLayerNetwork net = init(smallWith(base(DataType.FLOAT).updater(new Adam(0.05)), output()));
        double before = net.score(DATA);
        assertTrainsWithItsPattern(net);

        for (int i = 0; i < 50; i++) {
            net.fit(DATA);
        }

        assertThat(net.score(DATA)).isLessThan(0.8 * before);
    }

    @Test
    void jsonAndYamlGiveTheSameConfiguration() {
        MultiLayerConfiguration conf = smallWith(
                base(DataType.FLOAT),
                new SparseOutputLayer.Builder(new LossMCXENT(Nd4j.create(new float[] {1, 2, 3})))
                        .epsilon(1.5)
                        .patternSeed(4)
                        .hasBias(false)
                        .dropOut(0.5)
                        .name("out"));

        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
        assertThat(conf.clone()).isEqualTo(conf);
        assertThat(conf.toJson())
                .contains("\"@class\" : \"io.github.dl4jsparse.layers.sparse.SparseOutputLayer\"")
                .contains("\"epsilon\" : 1.5")
                .contains("\"hasBias\" : false");
        assertSameOutput(init(MultiLayerConfiguration.fromJson(conf.toJson())), init(conf));
    }

    @Test
    void configurationsDifferInEachSetting() {
        SparseOutputLayer layer = output().nIn(8).nOut(3).build();

        assertThat(output().nIn(8).nOut(3).build()).isEqualTo(layer).hasSameHashCodeAs(layer);
        assertThat(new SparseOutputLayer.Builder().sparsity(0.5).nIn(8).nOut(3).build())
                .isNotEqualTo(layer);
        assertThat(output().patternSeed(1).nIn(8).nOut(3).build()).isNotEqualTo(layer);
        assertThat(output().hasBias(false).nIn(8).nOut(3).build()).isNotEqualTo(layer);
        assertThat(output().lossFunction(LossFunction.MSE).nIn(8).nOut(3).build())
                .isNotEqualTo(layer);
    }

    @Test
    void cloneComputesTheSameAndIsIndependent() {
        MultiLayerNetwork net = net();
        MultiLayerNetwork copy = net.clone();
        assertSameOutput(copy, net);
        double[] before = bits(net.params());

        copy.fit(DATA);

        assertThat(bits(net.params())).containsExactly(before);
        assertTrainsWithItsPattern(copy);
    }

    @Test
    void savedAndLoadedItTrainsOnBitForBit(@TempDir Path folder) throws Exception {
        MultiLayerNetwork net = net();
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
    void aComputationGraphMayHaveSeveral(@TempDir Path folder) throws Exception {
        ComputationGraphConfiguration conf = base(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", sparse(6, 8, 0.5).build(), "in")
                .addLayer("a", output().nIn(8).nOut(3).build(), "hidden")
                .addLayer(
                        "b",
                        new SparseOutputLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .density(0.3)
                                .nIn(8)
                                .nOut(3)
                                .build(),
                        "hidden")
                .setOutputs("a", "b")
                .build();
        ComputationGraph net = new ComputationGraph(conf);
        net.init();
        MultiDataSet both = new MultiDataSet(
                new INDArray[] {DATA.getFeatures()}, new INDArray[] {DATA.getLabels(), DATA.getLabels()});
        double before = net.score(both);
        for (int i = 0; i < 5; i++) {
            net.fit(both);
        }
        File file = folder.resolve("net.zip").toFile();
        net.save(file);
        ComputationGraph loaded = ComputationGraph.load(file, true);

        assertThat(net.score(both)).isLessThan(before);
        assertThat(ComputationGraphConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(bits(loaded.output(DATA.getFeatures())[1])).containsExactly(bits(net.output(DATA.getFeatures())[1]));
        assertThat(net.scoreExamples(both, true).shape()).containsExactly(40, 1);
        assertThat(net.summary()).contains("SparseOutput");
    }

    @Test
    void aGraphTrainsAsTheSameLayersInARow() {
        ComputationGraph graph = new ComputationGraph(base(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", sparse(6, 8, 0.5).build(), "in")
                .addLayer("out", output().nIn(8).nOut(3).build(), "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        MultiLayerNetwork net = init(smallWith(base(DataType.FLOAT), output()));
        graph.setParams(net.params());

        for (int i = 0; i < 3; i++) {
            graph.fit(DATA);
            net.fit(DATA);
        }

        assertThat(graph.score()).isEqualTo(net.score());
        assertThat(bits(graph.params())).containsExactly(bits(net.params()));
    }

    @Test
    void itsWeightIsFoundAndRewired() {
        MultiLayerNetwork net = net();
        net.fit(DATA);
        NetworkWeights weights = NetworkWeights.of(NetworkView.of(net));
        assertThat(weights.trulySparse()).containsExactly("layer0", "layer1");
        var weight = weights.open(new MaskSet(Map.of())).get(1);
        long drop = weight.active().toArray()[0];
        long grow = 0;
        while (weight.active().contains(grow)) {
            grow++;
        }

        weight.rewire(new long[] {drop}, new long[] {grow}, new double[] {0.25});

        assertThat(outputOf(net).matrix().pattern().positions()).contains(grow).doesNotContain(drop);
        assertTrainsWithItsPattern(net);
    }

    @Test
    void constraintsLeaveThePatternAlone() {
        MultiLayerNetwork net =
                init(smallWith(base(DataType.FLOAT), output().constrainAllParameters(new NonNegativeConstraint())));

        assertTrainsWithItsPattern(net);

        assertThat(outputOf(net).matrix().values().minNumber().doubleValue()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void otherNumbersOfOutputsMayReplaceItsOwnInTransferLearning() {
        MultiLayerNetwork tuned = new TransferLearning.Builder(net())
                .nOutReplace(1, 5, WeightInit.XAVIER)
                .build();

        assertThat(outputOf(tuned).matrix().pattern().connections()).isEqualTo(24); // 0.6 * 8 * 5
        assertThat(tuned.output(DATA.getFeatures()).columns()).isEqualTo(5);
    }

    @Test
    void theInputTypeSaysNIn() {
        MultiLayerConfiguration conf = base(DataType.FLOAT)
                .list()
                .layer(output().nOut(3).build())
                .setInputType(InputType.convolutional(2, 3, 1))
                .build();

        assertThat(outputOf(init(conf)).matrix().pattern().nIn()).isEqualTo(6);
        assertThat(conf.getMemoryReport(InputType.convolutional(2, 3, 1)).toString())
                .contains("SparseOutputLayer");
    }

    @Test
    void softmaxOfOneOutputIsRefused() {
        assertThatThrownBy(() -> base(DataType.FLOAT)
                        .list()
                        .layer(output().nIn(8).nOut(1).build())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Softmax");
    }

    @Test
    void aLossThatDoesNotSuitTheActivationIsRefused() {
        assertThatThrownBy(() -> smallWith(base(DataType.FLOAT), output().activation(Activation.RELU)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("probabilities");
    }

    @Test
    void badNumbersOfConnectionsAreRefusedByName() {
        assertThatThrownBy(() -> new SparseOutputLayer.Builder()
                        .name("head")
                        .sparsity(90)
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(head)", "percentage");
        assertThatThrownBy(() -> new SparseOutputLayer.Builder().name("head").build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(head)", "exactly one");
        assertThatThrownBy(() -> init(smallWith(
                        base(DataType.FLOAT),
                        new SparseOutputLayer.Builder().name("head").connections(25))))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(head)", "(25)", "(8 x 3)");
        assertThatThrownBy(() -> output().name("head")
                        .constrainWeights(new MaxNormConstraint(1, 1))
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(head)", "MaxNormConstraint");
        assertThatThrownBy(() -> init(smallWith(base(DataType.FLOAT16), output().name("head"))))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }

    @Test
    void inputOfAnotherWidthIsRefused() {
        MultiLayerNetwork net = net();

        assertThatThrownBy(
                        () -> net.getOutputLayer().activate(Nd4j.ones(2, 5), false, LayerWorkspaceMgr.noWorkspaces()))
                .isInstanceOf(DL4JInvalidInputException.class)
                .hasMessageContainingAll("layer1", "(5)", "(8)");
    }

    @Test
    void aBackwardPassWithoutLabelsIsRefused() {
        MultiLayerNetwork net = net();
        net.getOutputLayer().setInput(Nd4j.ones(2, 8), LayerWorkspaceMgr.noWorkspaces());

        assertThatThrownBy(() -> net.getOutputLayer().backpropGradient(null, LayerWorkspaceMgr.noWorkspaces()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("layer1", "labels");
    }

    @Test
    void atDensityOneItStartsAsAnOutputLayerDoes() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(new SparseOutputLayer.Builder().nIn(6).nOut(3).density(1).build())
                .build());
        MultiLayerNetwork dense =
                init(base(DataType.FLOAT).list().layer(SparseNets.output(6, 3)).build());
        float[] values = new float[18];
        HostMemory.read(outputOf(net).matrix().values(), values);

        assertThat(values)
                .containsExactly(dense.getLayer(0).getParam("W").dup('f').data().asFloat());
    }
}
