package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.layer;
import static io.github.dl4jsparse.layers.sparse.SparseNets.output;
import static io.github.dl4jsparse.layers.sparse.SparseNets.small;
import static io.github.dl4jsparse.layers.sparse.SparseNets.sparse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.HostMemory;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The pattern and the values survive what DL4J does with a network. */
class SparseDenseLifeCycleTest {

    private static final DataSet DATA = data(DataType.FLOAT, 40, 6, 3, 9);

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
    private static CompressedPattern storedPattern(SparseDense layer) {
        int[] stored = layer.getParam("pattern").castTo(DataType.INT32).toIntVector();
        int connections = stored.length - (int) layer.layerConf().getNOut();
        return CompressedPattern.ofFanIn(
                (int) layer.layerConf().getNIn(),
                Arrays.copyOfRange(stored, connections, stored.length),
                Arrays.copyOf(stored, connections));
    }

    private static void assertSameOutput(MultiLayerNetwork actual, MultiLayerNetwork expected) {
        assertThat(bits(actual.output(DATA.getFeatures()))).containsExactly(bits(expected.output(DATA.getFeatures())));
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Sgd(0.1),
                new Nesterovs(0.1),
                new Adam(),
                new AMSGrad(),
                new AdaGrad(),
                new RmsProp(),
                new AdaDelta(),
                new Nadam(),
                new AdaMax());
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void trainsUnderEveryUpdater(IUpdater updater) {
        MultiLayerNetwork net =
                init(small(base(DataType.FLOAT).updater(updater).l1(1e-3).l2(1e-3)));

        assertTrainsWithItsPattern(net, 0);

        long trained = net.numParams() - (24 + 8) - (17 + 7); // without the patterns of both layers
        long slots = updater.stateSize(1);
        INDArray state = net.getUpdater().getStateViewArray();
        assertThat(state == null ? 0 : state.length()).isEqualTo(slots * trained);
    }

    @ParameterizedTest
    @EnumSource(GradientNormalization.class)
    void trainsUnderEveryGradientNormalisation(GradientNormalization normalization) {
        assertTrainsWithItsPattern(
                init(small(base(DataType.FLOAT)
                        .gradientNormalization(normalization)
                        .gradientNormalizationThreshold(0.5)
                        .weightDecay(0.01))),
                1);
    }

    @Test
    void trainsWithDropoutAndWeightNoise() {
        assertTrainsWithItsPattern(init(small(base(DataType.FLOAT).dropOut(0.8))), 1);
        assertTrainsWithItsPattern(init(small(base(DataType.FLOAT).weightNoise(new DropConnect(0.8)))), 1);
    }

    @Test
    void constraintsLeaveThePatternAlone() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(sparse(6, 8, 0.5)
                        .constrainAllParameters(new NonNegativeConstraint())
                        .build())
                .layer(output(8, 3))
                .build());

        assertTrainsWithItsPattern(net, 0);

        assertThat(layer(net, 0).matrix().values().minNumber().doubleValue()).isGreaterThanOrEqualTo(0);
        assertThat(net.getLayerWiseConfigurations().getConf(0).getLayer().getConstraints())
                .allSatisfy(c -> assertThat(c.getParams()).containsExactlyInAnyOrder("W", "b"));
    }

    @Test
    void sameSeedGivesTheSameBits() {
        MultiLayerNetwork one = init(small(base(DataType.FLOAT).dropOut(0.8)));
        one.fit(DATA);
        double[] first = bits(one.params());
        MultiLayerNetwork two = init(small(base(DataType.FLOAT).dropOut(0.8)));
        two.fit(DATA);

        assertThat(bits(two.params())).containsExactly(first);
    }

    @Test
    void anotherSeedOrLayerGivesAnotherPattern() {
        UnaryOperator<NeuralNetConfiguration.Builder> same = b -> b;
        MultiLayerNetwork net = init(two(same, null));

        assertThat(layer(net, 0).matrix().pattern())
                .isNotEqualTo(layer(net, 1).matrix().pattern());
        assertThat(layer(init(two(b -> b.seed(43), null)), 0).matrix().pattern())
                .isNotEqualTo(layer(net, 0).matrix().pattern());
    }

    @Test
    void aPatternSeedDecidesAlone() {
        MultiLayerNetwork net = init(two(b -> b, 5L));

        assertThat(layer(net, 0).matrix().pattern())
                .isEqualTo(layer(net, 1).matrix().pattern());
        assertThat(layer(init(two(b -> b.seed(43), 5L)), 0).matrix().pattern())
                .isEqualTo(layer(net, 0).matrix().pattern());
    }

    private static MultiLayerConfiguration two(
            UnaryOperator<NeuralNetConfiguration.Builder> settings, Long patternSeed) {
        SparseDenseLayer.Builder first = sparse(8, 8, 0.5);
        SparseDenseLayer.Builder second = sparse(8, 8, 0.5);
        if (patternSeed != null) {
            first.patternSeed(patternSeed);
            second.patternSeed(patternSeed);
        }
        return settings.apply(base(DataType.FLOAT))
                .list()
                .layer(first.build())
                .layer(second.build())
                .layer(output(8, 3))
                .build();
    }

    @Test
    void jsonAndYamlGiveTheSameConfiguration() {
        MultiLayerConfiguration conf = base(DataType.FLOAT)
                .list()
                .layer(sparse(6, 8, 0.5).patternSeed(3).build())
                .layer(new SparseDenseLayer.Builder()
                        .nIn(8)
                        .nOut(7)
                        .epsilon(1.5)
                        .hasBias(false)
                        .build())
                .layer(new SparseDenseLayer.Builder()
                        .nIn(7)
                        .nOut(7)
                        .connections(11)
                        .build())
                .layer(new SparseDenseLayer.Builder()
                        .nIn(7)
                        .nOut(7)
                        .density(0.3)
                        .dropOut(0.5)
                        .build())
                .layer(output(7, 3))
                .build();

        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
        assertThat(conf.clone()).isEqualTo(conf);
        assertThat(conf.toJson())
                .contains("\"@class\" : \"io.github.dl4jsparse.layers.sparse.SparseDenseLayer\"")
                .contains("\"connections\" : 11");
        assertSameOutput(init(MultiLayerConfiguration.fromJson(conf.toJson())), init(conf));
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
    void aPatternBesideItsIntegersIsRestored() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        INDArray expected = net.output(DATA.getFeatures()).detach();
        layer(net, 0).getParam("pattern").addi(1e-3);

        assertThat(bits(net.output(DATA.getFeatures()))).containsExactly(bits(expected));
        assertThat(bits(layer(net, 0)
                        .getParam("pattern")
                        .sub(Transforms.round(layer(net, 0).getParam("pattern")))))
                .containsOnly(0);
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
    void worksInAComputationGraph(@TempDir Path folder) throws Exception {
        ComputationGraphConfiguration conf = base(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", sparse(6, 8, 0.5).build(), "in")
                .addLayer("b", sparse(6, 8, 0.5).build(), "in")
                .addLayer("c", sparse(16, 7, 0.8).build(), "a", "b")
                .addLayer("out", output(7, 3), "c")
                .setOutputs("out")
                .build();
        ComputationGraph net = new ComputationGraph(conf);
        net.init();
        CompressedPattern pattern = ((SparseDense) net.getLayer("c")).matrix().pattern();
        for (int i = 0; i < 5; i++) {
            net.fit(DATA);
        }
        File file = folder.resolve("net.zip").toFile();
        net.save(file);
        ComputationGraph loaded = ComputationGraph.load(file, true);

        assertThat(storedPattern((SparseDense) net.getLayer("c"))).isEqualTo(pattern);
        assertThat(ComputationGraphConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(bits(loaded.outputSingle(DATA.getFeatures())))
                .containsExactly(bits(net.outputSingle(DATA.getFeatures())));
        assertThat(bits(net.clone().outputSingle(DATA.getFeatures())))
                .containsExactly(bits(net.outputSingle(DATA.getFeatures())));
        assertThat(net.summary()).contains("SparseDense");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void workersAverageValuesAndKeepThePattern(int workers) throws Exception {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT).updater(new Nesterovs(0.1))));
        CompressedPattern pattern = layer(net, 0).matrix().pattern();
        double[] values = bits(layer(net, 0).matrix().values());
        try (ParallelWrapper wrapper = new ParallelWrapper.Builder<>(net)
                .workers(workers)
                .averagingFrequency(2)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .prefetchBuffer(2)
                .build()) {
            wrapper.fit(new ListDataSetIterator<>(DATA.asList(), 5));
        }

        assertThat(storedPattern(layer(net, 0))).isEqualTo(pattern);
        assertThat(bits(layer(net, 0).matrix().values())).isNotEqualTo(values);
        net.fit(DATA);
    }

    @Test
    void fineTuningKeepsPatternAndValues() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        MultiLayerNetwork tuned = new TransferLearning.Builder(net)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam())
                        .seed(7)
                        .build())
                .build();

        assertSameOutput(tuned, net);
        assertTrainsWithItsPattern(tuned, 0);
    }

    @Test
    void aFrozenLayerComputesTheSameAndStays() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        MultiLayerNetwork tuned =
                new TransferLearning.Builder(net).setFeatureExtractor(0).build();
        assertSameOutput(tuned, net);

        assertTrainsWithItsPattern(tuned, 1);

        assertThat(tuned.getLayer(0)).isInstanceOf(FrozenLayer.class);
        assertThat(bits(tuned.getLayer(0).params()))
                .containsExactly(bits(net.getLayer(0).params()));
        assertSameOutput(tuned.clone(), tuned);
    }

    @Test
    void aFrozenLayerWithBackpropagationPassesTheErrorOn() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(sparse(6, 8, 0.5).build())
                .layer(new FrozenLayerWithBackprop(sparse(8, 7, 0.5).build()))
                .layer(output(7, 3))
                .build());
        double[] frozen = bits(net.getLayer(1).params());

        assertTrainsWithItsPattern(net, 0);

        assertThat(bits(net.getLayer(1).params())).containsExactly(frozen);
    }

    @Test
    void neighboursMayBeReplacedInTransferLearning() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        MultiLayerNetwork tuned = new TransferLearning.Builder(net)
                .nOutReplace(2, 5, WeightInit.XAVIER)
                .build();
        assertThat(bits(layer(tuned, 1).params()))
                .containsExactly(bits(layer(net, 1).params()));
        assertThat(tuned.output(DATA.getFeatures()).columns()).isEqualTo(5);

        MultiLayerNetwork wider = new TransferLearning.Builder(net)
                .nOutReplace(0, 20, WeightInit.XAVIER)
                .build();
        assertThat(layer(wider, 0).matrix().pattern().connections()).isEqualTo(60);
        assertThat(layer(wider, 1).matrix().pattern().nIn()).isEqualTo(20);
        assertThat(layer(wider, 1).matrix().pattern().connections()).isEqualTo(42);
        assertTrainsWithItsPattern(wider, 1);
    }

    @Test
    void layersMayBeAppendedInTransferLearning() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        MultiLayerNetwork longer = new TransferLearning.Builder(net)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.1))
                        .build())
                .removeOutputLayer()
                .addLayer(sparse(7, 9, 0.5).name("more").build())
                .addLayer(output(9, 3))
                .build();

        assertThat(bits(layer(longer, 0).params()))
                .containsExactly(bits(layer(net, 0).params()));
        assertTrainsWithItsPattern(longer, 2);
    }

    @Test
    void earlyStoppingFindsItsBestModel() {
        MultiLayerNetwork net = init(small(base(DataType.FLOAT)));
        ListDataSetIterator<DataSet> iterator = new ListDataSetIterator<>(DATA.asList(), 10);
        EarlyStoppingConfiguration<MultiLayerNetwork> configuration = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                .scoreCalculator(new DataSetLossCalculator(iterator, true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();

        MultiLayerNetwork best =
                new EarlyStoppingTrainer(configuration, net, iterator).fit().getBestModel();

        assertThat(layer(best, 0).matrix().pattern())
                .isEqualTo(layer(net, 0).matrix().pattern());
    }

    @Test
    void imagesAndSequencesAreFlattenedOnTheWay() {
        MultiLayerNetwork images = init(base(DataType.FLOAT)
                .list()
                .layer(new SparseDenseLayer.Builder().nOut(8).sparsity(0.5).build())
                .layer(output(8, 3))
                .setInputType(InputType.convolutional(3, 4, 2))
                .build());
        assertThat(images.output(Nd4j.rand(5, 2, 3, 4)).shape()).containsExactly(5, 3);
        assertThat(layer(images, 0).matrix().pattern().nIn()).isEqualTo(24);

        MultiLayerNetwork sequences = init(base(DataType.FLOAT)
                .list()
                .layer(new SparseDenseLayer.Builder().nOut(8).sparsity(0.5).build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(6))
                .build());
        assertThat(sequences.output(Nd4j.rand(5, 6, 4)).shape()).containsExactly(5, 3, 4);
        sequences.fit(Nd4j.rand(5, 6, 4), Nd4j.ones(5, 3, 4));
    }

    @Test
    void summaryAndMemoryReportSpeakOfTheLayer() {
        MultiLayerConfiguration conf = base(DataType.FLOAT)
                .list()
                .layer(new SparseDenseLayer.Builder().nOut(80).sparsity(0.5).build())
                .layer(output(80, 3))
                .setInputType(InputType.feedForward(60))
                .build();

        assertThat(init(conf).summary()).contains("SparseDense", "W:{1,2400}", "pattern:{1,2480}");
        assertThat(conf.getMemoryReport(InputType.feedForward(60)).toString()).contains("SparseDenseLayer");
    }

    @Test
    void initialisationFollowsEachUnitsFanIn() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .weightInit(WeightInit.RELU)
                .list()
                .layer(sparse(2000, 400, 0.9).build())
                .layer(output(400, 3))
                .build());
        SparseDense layer = layer(net, 0);

        double deviation = layer.matrix().values().stdNumber().doubleValue();

        assertThat(deviation).isBetween(0.097, 0.103); // sqrt(2 / 200)
    }

    @Test
    void atDensityOneItStartsAsADenseLayerDoes() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(new SparseDenseLayer.Builder().nIn(6).nOut(8).density(1).build())
                .layer(output(8, 3))
                .build());
        MultiLayerNetwork dense = init(base(DataType.FLOAT)
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(8).build())
                .layer(output(8, 3))
                .build());
        float[] values = new float[48];
        HostMemory.read(layer(net, 0).matrix().values(), values);

        assertThat(values)
                .containsExactly(dense.getLayer(0).getParam("W").dup('f').data().asFloat());
    }

    @Test
    void unitsWithoutConnectionsAreFine() {
        MultiLayerNetwork net = init(base(DataType.FLOAT)
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(8)
                        .connections(1)
                        .build())
                .layer(output(8, 3))
                .build());

        assertTrainsWithItsPattern(net, 0);
    }
}
