package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.LstmNets.base;
import static io.github.dl4jsparse.layers.sparse.LstmNets.cells;
import static io.github.dl4jsparse.layers.sparse.LstmNets.data;
import static io.github.dl4jsparse.layers.sparse.LstmNets.net;
import static io.github.dl4jsparse.layers.sparse.LstmNets.output;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sequences;
import static io.github.dl4jsparse.layers.sparse.LstmNets.sparse;
import static io.github.dl4jsparse.layers.sparse.LstmNets.truncated;
import static io.github.dl4jsparse.layers.sparse.LstmNets.twin;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Both patterns and their values survive what DL4J does with a network. */
class SparseLstmLifeCycleTest {

    private static final DataSet DATA = data(DataType.FLOAT, 12, 6, 5, 9);

    private static MultiLayerNetwork small() {
        return net(base(DataType.FLOAT), sparse(6, 8, 0.5).build(), 8);
    }

    private static List<CompressedPattern> patterns(MultiLayerNetwork net) {
        return List.of(
                cells(net).inputWeights().pattern(),
                cells(net).recurrentWeights().pattern());
    }

    private static void assertTrainsWithItsPatterns(MultiLayerNetwork net) {
        List<CompressedPattern> before = patterns(net);
        double[] values = bits(cells(net).inputWeights().values());
        double[] recurrent = bits(cells(net).recurrentWeights().values());
        for (int i = 0; i < 3; i++) {
            net.fit(DATA);
        }
        assertThat(patterns(net)).isEqualTo(before);
        assertThat(bits(cells(net).inputWeights().values())).isNotEqualTo(values);
        assertThat(bits(cells(net).recurrentWeights().values())).isNotEqualTo(recurrent);
        assertThat(bits(net.params())).doesNotContain(Double.NaN);
    }

    private static void assertSameOutput(MultiLayerNetwork actual, MultiLayerNetwork expected) {
        assertThat(bits(actual.output(DATA.getFeatures()))).containsExactly(bits(expected.output(DATA.getFeatures())));
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(new Sgd(0.1), new Nesterovs(0.1), new Adam(), new AdaGrad());
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void trainsUnderEveryUpdater(IUpdater updater) {
        MultiLayerNetwork net = net(
                base(DataType.FLOAT).updater(updater).l1(1e-3).l2(1e-3),
                sparse(6, 8, 0.5).build(),
                8);

        assertTrainsWithItsPatterns(net);

        long trained = net.numParams() - (96 + 32) - (128 + 32); // without the patterns
        INDArray state = net.getUpdater().getStateViewArray();
        assertThat(state == null ? 0 : state.length()).isEqualTo(updater.stateSize(1) * trained);
    }

    @ParameterizedTest
    @EnumSource(GradientNormalization.class)
    void trainsUnderEveryGradientNormalisation(GradientNormalization normalization) {
        assertTrainsWithItsPatterns(net(
                base(DataType.FLOAT)
                        .gradientNormalization(normalization)
                        .gradientNormalizationThreshold(0.5)
                        .weightDecay(0.01),
                sparse(6, 8, 0.5).build(),
                8));
    }

    @Test
    void trainsWithDropoutAndWeightNoise() {
        assertTrainsWithItsPatterns(
                net(base(DataType.FLOAT), sparse(6, 8, 0.5).dropOut(0.8).build(), 8));
        assertTrainsWithItsPatterns(net(
                base(DataType.FLOAT).weightNoise(new DropConnect(0.8)),
                sparse(6, 8, 0.5).build(),
                8));
    }

    @Test
    void constraintsLeaveThePatternsAlone() {
        MultiLayerNetwork net = net(
                base(DataType.FLOAT),
                sparse(6, 8, 0.5)
                        .constrainInputWeights(new NonNegativeConstraint())
                        .constrainRecurrent(new NonNegativeConstraint())
                        .build(),
                8);

        assertTrainsWithItsPatterns(net);

        for (String key : List.of("W", "RW")) {
            assertThat(net.getLayer(0).getParam(key).minNumber().doubleValue()).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void sameSeedGivesTheSameBits() {
        MultiLayerNetwork one = small();
        one.fit(DATA);
        MultiLayerNetwork two = small();
        two.fit(DATA);

        assertThat(bits(two.params())).containsExactly(bits(one.params()));
    }

    @Test
    void eachMatrixAndSeedHasAPatternOfItsOwn() {
        MultiLayerNetwork net = net(base(DataType.FLOAT), sparse(8, 8, 0.5).build(), 8);
        MultiLayerNetwork other =
                net(base(DataType.FLOAT).seed(43), sparse(8, 8, 0.5).build(), 8);

        assertThat(patterns(net).get(0)).isNotEqualTo(patterns(net).get(1));
        assertThat(patterns(other).get(0)).isNotEqualTo(patterns(net).get(0));
        assertThat(patterns(other).get(1)).isNotEqualTo(patterns(net).get(1));
    }

    @Test
    void aPatternSeedDecidesAlone() {
        SparseLstm layer = sparse(6, 8, 0.5).patternSeed(5).build();

        assertThat(patterns(net(base(DataType.FLOAT).seed(43), layer, 8)))
                .isEqualTo(patterns(net(base(DataType.FLOAT), layer, 8)));
    }

    @Test
    void atDensityOneItStartsAsAnLstmDoes() {
        SparseLstm layer = sparse(6, 8, 0).forgetGateBiasInit(2).build();
        MultiLayerNetwork net = net(base(DataType.FLOAT), layer, 8);
        MultiLayerNetwork twin = net(base(DataType.FLOAT), twin(layer), 8);

        assertThat(bits(LstmNets.dense(cells(net).inputWeights())))
                .containsExactly(bits(twin.getLayer(0).getParam("W")));
        assertThat(bits(LstmNets.dense(cells(net).recurrentWeights())))
                .containsExactly(bits(twin.getLayer(0).getParam("RW")));
        assertThat(bits(net.getLayer(0).getParam("b")))
                .containsExactly(bits(twin.getLayer(0).getParam("b")));
    }

    @Test
    void recurrentWeightsMayHaveABudgetOfTheirOwn() {
        SparseLstm bySparsity = sparse(6, 8, 0.5).recurrentSparsity(0.75).build();
        SparseLstm byConnections = new SparseLstm.Builder()
                .nIn(6)
                .nOut(8)
                .connections(20)
                .recurrentConnections(30)
                .build();

        assertThat(bySparsity.inputConnectionCount()).isEqualTo(96);
        assertThat(bySparsity.recurrentConnectionCount()).isEqualTo(64);
        assertThat(byConnections.inputConnectionCount()).isEqualTo(20);
        assertThat(byConnections.recurrentConnectionCount()).isEqualTo(30);
        assertTrainsWithItsPatterns(net(base(DataType.FLOAT), byConnections, 8));
    }

    @Test
    void jsonAndYamlGiveTheSameConfiguration() {
        MultiLayerConfiguration conf = base(DataType.FLOAT)
                .list()
                .layer(sparse(6, 8, 0.5)
                        .patternSeed(3)
                        .recurrentSparsity(0.8)
                        .forgetGateBiasInit(3)
                        .gateActivationFunction(Activation.HARDSIGMOID)
                        .build())
                .layer(new Bidirectional(
                        new SparseLstm.Builder().nIn(8).nOut(7).epsilon(1.5).build()))
                .layer(new LastTimeStep(new SparseLstm.Builder()
                        .nIn(14)
                        .nOut(7)
                        .connections(11)
                        .recurrentConnections(12)
                        .build()))
                .layer(SparseNets.output(7, 3))
                .build();

        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
        assertThat(conf.clone()).isEqualTo(conf);
        assertThat(conf.toJson())
                .contains("\"@class\" : \"io.github.dl4jsparse.layers.sparse.SparseLstm\"")
                .contains("\"recurrentConnections\" : 12");
        assertSameOutput(init(MultiLayerConfiguration.fromJson(conf.toJson())), init(conf));
    }

    @Test
    void configurationsDifferInEachSetting() {
        SparseLstm layer = sparse(6, 8, 0.5).build();

        assertThat(sparse(6, 8, 0.5).build()).isEqualTo(layer).hasSameHashCodeAs(layer);
        assertThat(List.of(
                        sparse(6, 8, 0.6).build(),
                        sparse(6, 8, 0.5).recurrentSparsity(0.6).build(),
                        sparse(6, 8, 0.5).recurrentConnections(9).build(),
                        sparse(6, 8, 0.5).patternSeed(1).build(),
                        sparse(6, 8, 0.5).forgetGateBiasInit(2).build(),
                        sparse(6, 8, 0.5)
                                .gateActivationFunction(Activation.HARDSIGMOID)
                                .build(),
                        sparse(6, 8, 0.5).dataFormat(RNNFormat.NWC).build()))
                .doesNotHaveDuplicates()
                .doesNotContain(layer);
    }

    @Test
    void cloneComputesTheSameAndIsIndependent() {
        MultiLayerNetwork net = small();
        MultiLayerNetwork copy = net.clone();
        assertSameOutput(copy, net);
        double[] before = bits(net.params());

        copy.fit(DATA);

        assertThat(bits(net.params())).containsExactly(before);
        assertTrainsWithItsPatterns(copy);
    }

    @Test
    void parametersOfAnotherNetworkBringTheirPatterns() {
        MultiLayerNetwork net = small();
        MultiLayerNetwork other =
                net(base(DataType.FLOAT).seed(43), sparse(6, 8, 0.5).build(), 8);
        net.output(DATA.getFeatures());

        net.setParams(other.params());

        assertSameOutput(net, other);
        assertThat(patterns(net)).isEqualTo(patterns(other));
    }

    @Test
    void savedAndLoadedItTrainsOnBitForBit(@TempDir Path folder) throws Exception {
        MultiLayerNetwork net = truncated(
                base(DataType.FLOAT).updater(new Adam()), sparse(6, 8, 0.5).build(), 8, 3, 3);
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
    void worksInAComputationGraph(@TempDir Path folder) throws Exception {
        ComputationGraphConfiguration conf = base(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", sparse(6, 8, 0.5).build(), "in")
                .addLayer("b", sparse(8, 7, 0.5).build(), "a")
                .addLayer("out", output(15, 3), "a", "b")
                .setOutputs("out")
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(3)
                .tBPTTBackwardLength(3)
                .build();
        ComputationGraph net = new ComputationGraph(conf);
        net.init();
        for (int i = 0; i < 3; i++) {
            net.fit(DATA);
        }
        File file = folder.resolve("net.zip").toFile();
        net.save(file);
        ComputationGraph loaded = ComputationGraph.load(file, true);

        assertThat(ComputationGraphConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(bits(loaded.outputSingle(DATA.getFeatures())))
                .containsExactly(bits(net.outputSingle(DATA.getFeatures())));
        assertThat(bits(net.clone().outputSingle(DATA.getFeatures())))
                .containsExactly(bits(net.outputSingle(DATA.getFeatures())));
        assertThat(net.summary()).contains("SparseLstm");
    }

    @Test
    void workersAverageValuesAndKeepThePatterns() throws Exception {
        MultiLayerNetwork net = small();
        List<CompressedPattern> before = patterns(net);
        double[] values = bits(cells(net).recurrentWeights().values());
        try (ParallelWrapper wrapper = new ParallelWrapper.Builder<>(net)
                .workers(2)
                .averagingFrequency(2)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .prefetchBuffer(2)
                .build()) {
            wrapper.fit(new ListDataSetIterator<>(DATA.asList(), 3));
        }

        assertThat(patterns(net)).isEqualTo(before);
        assertThat(bits(cells(net).recurrentWeights().values())).isNotEqualTo(values);
        net.fit(DATA);
    }

    @Test
    void neighboursAndUnitsMayBeReplacedInTransferLearning() {
        MultiLayerNetwork tuned = new TransferLearning.Builder(small())
                .nOutReplace(0, 10, WeightInit.XAVIER)
                .build();

        assertThat(patterns(tuned).get(0).connections()).isEqualTo(120); // 0.5 * 6 * 40
        assertThat(patterns(tuned).get(1).connections()).isEqualTo(200); // 0.5 * 10 * 40
        assertTrainsWithItsPatterns(tuned);
    }

    @Test
    void theInputTypeSaysNIn() {
        MultiLayerConfiguration conf = base(DataType.FLOAT)
                .list()
                .layer(new SparseLstm.Builder().nOut(8).sparsity(0.5).build())
                .layer(output(8, 3))
                .setInputType(InputType.recurrent(6, 5))
                .build();

        assertThat(patterns(init(conf)).get(0).nIn()).isEqualTo(6);
        assertThat(conf.getMemoryReport(InputType.recurrent(6, 5)).toString()).contains("SparseLstm");
    }

    @Test
    void bothWeightsAreFoundAndRewired() {
        MultiLayerNetwork net =
                net(base(DataType.FLOAT).updater(new Adam()), sparse(6, 8, 0.5).build(), 8);
        net.fit(DATA);
        NetworkWeights weights = NetworkWeights.of(NetworkView.of(net));
        List<SparseWeight> open = weights.open(new MaskSet(Map.of()));

        assertThat(weights.trulySparse()).containsExactly("layer0");
        assertThat(open).extracting(SparseWeight::name).containsExactly("layer0_W", "layer0_RW");
        for (SparseWeight weight : open) {
            long drop = weight.active().toArray()[0];
            long grow = 0;
            while (weight.active().contains(grow)) {
                grow++;
            }
            weight.rewire(new long[] {drop}, new long[] {grow}, new double[] {0.25});
            int matrix = weight == open.get(0) ? 0 : 1;
            assertThat(patterns(net).get(matrix).positions()).contains(grow).doesNotContain(drop);
        }
        assertTrainsWithItsPatterns(net);
    }

    @Test
    void insideAWrapperBothWeightsAreFound() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(new LastTimeStep(sparse(6, 8, 0.5).build()))
                .layer(SparseNets.output(8, 3))
                .build());

        assertThat(NetworkWeights.of(NetworkView.of(net)).open(new MaskSet(Map.of())))
                .extracting(SparseWeight::name)
                .containsExactly("layer0_W", "layer0_RW");
    }

    @Test
    void aRewiredNetworkComputesWithItsNewConnections() {
        MultiLayerNetwork net = small();
        net.output(DATA.getFeatures());
        MultiLayerNetwork other =
                net(base(DataType.FLOAT).seed(43), sparse(6, 8, 0.5).build(), 8);
        net.getLayer(0).getParam("RW").assign(other.getLayer(0).getParam("RW"));
        net.getLayer(0).getParam("W").assign(other.getLayer(0).getParam("W"));
        net.getLayer(1).setParams(other.getLayer(1).params());

        cells(net).inputWeights().rewire(patterns(other).get(0));
        cells(net).recurrentWeights().rewire(patterns(other).get(1));

        assertSameOutput(net, other);
    }

    @Test
    void clearedStatesBeginAnew() {
        MultiLayerNetwork net = small();
        INDArray x = sequences(DataType.FLOAT, 3, 6, 4, 7);
        double[] first = bits(net.rnnTimeStep(x));
        double[] second = bits(net.rnnTimeStep(x));

        net.rnnClearPreviousState();

        assertThat(second).isNotEqualTo(first);
        assertThat(bits(net.rnnTimeStep(x))).containsExactly(first);
        assertThat(net.rnnGetPreviousState(0)).containsOnlyKeys("prevAct", "prevMem");
    }

    /** Nothing that a longer sequence or a larger minibatch left behind takes part. */
    @Test
    void sequencesOfAnyLengthMayFollowEachOther() {
        MultiLayerNetwork net = small();
        int[][] shapes = {{2, 2}, {1, 5}, {2, 3}, {19, 11}, {2, 3}, {1, 1}, {33, 2}, {4, 25}};
        for (int[] shape : shapes) {
            MultiLayerNetwork fresh = net.clone();
            DataSet some = data(DataType.FLOAT, shape[0], 6, shape[1], 3);

            net.fit(some);
            fresh.fit(some);

            assertThat(bits(net.params())).containsExactly(bits(fresh.params()));
            assertThat(bits(net.output(some.getFeatures()))).containsExactly(bits(fresh.output(some.getFeatures())));
        }
    }

    @Test
    void inferenceBetweenForwardAndBackwardPassDoesNoHarm() {
        MultiLayerNetwork net = small();
        MultiLayerNetwork watched = net.clone();
        watched.setListeners(new OutputWithinStep(
                DATA.getFeatures().get(NDArrayIndex.interval(0, 3), NDArrayIndex.all(), NDArrayIndex.all())));

        net.fit(DATA);
        watched.fit(DATA);

        assertThat(bits(watched.params())).containsExactly(bits(net.params()));
    }
}
