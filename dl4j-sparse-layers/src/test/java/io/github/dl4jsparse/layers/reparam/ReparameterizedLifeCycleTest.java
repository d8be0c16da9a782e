package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Stored weights and extras survive what DL4J does with a network. */
class ReparameterizedLifeCycleTest {

    private static final Reparameterization MASK =
            ThresholdMask.perOutputUnit().alpha(0.05).thresholdUpdater(new Sgd(0.2));

    private static NeuralNetConfiguration.Builder settings(NeuralNetConfiguration.Builder builder) {
        return builder.updater(new Adam(0.01)).l2(0.01);
    }

    private static void fit(MultiLayerNetwork net, LayerKind kind, int from, int to) {
        for (int step = from; step < to; step++) {
            net.fit(TinyNetworks.data(kind.data(), 4, step));
        }
    }

    private static MultiLayerNetwork savedAndLoaded(MultiLayerNetwork net) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, bytes, true);
        return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes.toByteArray()), true);
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void aSavedNetworkGoesOnBitForBit(LayerKind kind) throws IOException {
        MultiLayerNetwork whole = WrappedNetworks.layered(kind, MASK, ReparameterizedLifeCycleTest::settings);
        MultiLayerNetwork first = WrappedNetworks.layered(kind, MASK, ReparameterizedLifeCycleTest::settings);

        fit(whole, kind, 0, 6);
        fit(first, kind, 0, 3);
        MultiLayerNetwork second = savedAndLoaded(first);
        fit(second, kind, 3, 6);

        assertThat(TinyNetworks.parameters(second)).isEqualTo(TinyNetworks.parameters(whole));
        assertThat(TinyNetworks.updaterState(second)).isEqualTo(TinyNetworks.updaterState(whole));
    }

    @Test
    void aCloneGoesItsOwnWay() {
        MultiLayerNetwork net =
                WrappedNetworks.layered(LayerKind.CONV_2D, MASK, ReparameterizedLifeCycleTest::settings);
        fit(net, LayerKind.CONV_2D, 0, 2);
        int[] before = TinyNetworks.parameters(net);

        MultiLayerNetwork clone = net.clone();
        assertThat(TinyNetworks.parameters(clone)).isEqualTo(before);
        fit(clone, LayerKind.CONV_2D, 2, 4);

        assertThat(TinyNetworks.parameters(net)).isEqualTo(before);
        fit(net, LayerKind.CONV_2D, 2, 4);
        assertThat(TinyNetworks.parameters(clone)).isEqualTo(TinyNetworks.parameters(net));
    }

    @Test
    void theConfigurationSurvivesJsonAndYaml() {
        MultiLayerConfiguration conf = WrappedNetworks.layered(
                        LayerKind.BIDIRECTIONAL, MASK, ReparameterizedLifeCycleTest::settings)
                .getLayerWiseConfigurations();

        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml()).getConf(0).getLayer())
                .isEqualTo(conf.getConf(0).getLayer());
        ComputationGraphConfiguration graph = WrappedNetworks.graph(
                        LayerKind.DENSE, Powerprop.alpha(1.5), ReparameterizedLifeCycleTest::settings)
                .getConfiguration();
        assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    }

    @Test
    void extrasHaveTheirOwnUpdaterAndNoRegularisationOfTheWeights() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0))
                .l2(10)
                .list()
                .layer(ReparameterizedLayer.of(
                        new DenseLayer.Builder()
                                .nIn(6)
                                .nOut(2)
                                .weightInit(WeightInit.ZERO)
                                .build(),
                        ThresholdMask.perOutputUnit().alpha(0.5).thresholdUpdater(new Sgd(1))))
                .layer(new OutputLayer.Builder()
                        .nIn(2)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();

        net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));

        assertThat(net.getParam("0_thresholdW").toFloatVector()).containsExactly(0.5f, 0.5f);
        assertThat(net.getParam("0_W").sumNumber().doubleValue()).isZero();
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void frozenWeightsStayWhateverTheUpdater(LayerKind kind) {
        MultiLayerNetwork net = WrappedNetworks.layered(
                kind, new Identity(StoredWeights.FROZEN), ReparameterizedLifeCycleTest::settings);
        int[] weights = TinyNetworks.bits(net.getParam("0_" + firstWeight(net)));
        int[] all = TinyNetworks.parameters(net);

        fit(net, kind, 0, 3);

        assertThat(TinyNetworks.bits(net.getParam("0_" + firstWeight(net)))).isEqualTo(weights);
        assertThat(TinyNetworks.parameters(net)).isNotEqualTo(all); // the biases
    }

    private static String firstWeight(MultiLayerNetwork net) {
        return ((ReparameterizedLayer)
                        net.getLayerWiseConfigurations().getConf(0).getLayer())
                .plan()
                .sites()
                .get(0)
                .array()
                .parameter();
    }

    /** Peepholes are part of the array that would be replaced. */
    @ParameterizedTest
    @EnumSource(
            value = LayerKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GRAVES_LSTM", "GRAVES_BIDIRECTIONAL"}) // peepholes are part of the array
    void replacedWeightsTakeNoPlace(LayerKind kind) {
        MultiLayerNetwork net = WrappedNetworks.layered(
                kind, new Identity(StoredWeights.REPLACED), ReparameterizedLifeCycleTest::settings);
        MultiLayerNetwork bare = TinyNetworks.network(kind, ReparameterizedLifeCycleTest::settings);

        assertThat(net.getParam("0_" + firstWeight(net))).isNull();
        assertThat(net.getParam("0_other" + firstWeight(net))).isNotNull();
        fit(net, kind, 0, 2);
        fit(bare, kind, 0, 2);
        assertThat(net.score()).isFinite();
    }

    private static MultiLayerNetwork recurrent(boolean wrapped) {
        Layer lstm = new LSTM.Builder().nIn(3).nOut(5).build();
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(4)
                .updater(new Nesterovs(0.1))
                .list()
                .layer(wrapped ? ReparameterizedLayer.of(lstm, new Identity(StoredWeights.TRAINED)) : lstm)
                .layer(new RnnOutputLayer.Builder()
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .setInputType(InputType.recurrent(3, 4))
                .build());
        net.init();
        return net;
    }

    @Test
    void truncatedBackPropagationAndSingleStepsAreThoseOfTheBareLayer() {
        MultiLayerNetwork wrapped = recurrent(true);
        MultiLayerNetwork bare = recurrent(false);
        for (int step = 0; step < 3; step++) {
            wrapped.fit(TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, step));
            bare.fit(TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, step));
        }
        assertThat(TinyNetworks.parameters(wrapped)).isEqualTo(TinyNetworks.parameters(bare));

        INDArray input = TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, 9).getFeatures();
        for (int time = 0; time < 3; time++) {
            INDArray now = input.tensorAlongDimension(time, 0, 1).dup();
            assertThat(TinyNetworks.bits(wrapped.rnnTimeStep(now))).isEqualTo(TinyNetworks.bits(bare.rnnTimeStep(now)));
        }
    }

    @Test
    void singleStepsSeeWeightsThatHaveChanged() {
        MultiLayerNetwork net = recurrent(true);
        INDArray now = TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, 9)
                .getFeatures()
                .tensorAlongDimension(0, 0, 1)
                .dup();
        int[] before = TinyNetworks.bits(net.rnnTimeStep(now));
        net.rnnClearPreviousState();
        net.getParam("0_W").muli(2);

        assertThat(TinyNetworks.bits(net.rnnTimeStep(now))).isNotEqualTo(before);
    }

    @Test
    void trainsWithoutWorkspacesAlike() {
        MultiLayerNetwork with =
                WrappedNetworks.layered(LayerKind.LSTM_LAYER, MASK, ReparameterizedLifeCycleTest::settings);
        MultiLayerNetwork without = WrappedNetworks.layered(
                LayerKind.LSTM_LAYER,
                MASK,
                builder -> settings(builder)
                        .trainingWorkspaceMode(WorkspaceMode.NONE)
                        .inferenceWorkspaceMode(WorkspaceMode.NONE));

        fit(with, LayerKind.LSTM_LAYER, 0, 3);
        fit(without, LayerKind.LSTM_LAYER, 0, 3);

        assertThat(TinyNetworks.parameters(without)).isEqualTo(TinyNetworks.parameters(with));
    }

    @Test
    void workersTrainItTogether() throws Exception {
        MultiLayerNetwork net = WrappedNetworks.layered(LayerKind.DENSE, MASK, ReparameterizedLifeCycleTest::settings);
        int[] before = TinyNetworks.bits(net.getParam("0_thresholdW"));
        List<DataSet> data = TinyNetworks.data(LayerKind.Data.FLAT, 40, 1).asList();
        try (ParallelWrapper wrapper = new ParallelWrapper.Builder<>(net)
                .workers(2)
                .averagingFrequency(2)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .build()) {
            wrapper.fit(new ListDataSetIterator<>(data, 5));
        }

        assertThat(TinyNetworks.bits(net.getParam("0_thresholdW"))).isNotEqualTo(before);
        fit(net, LayerKind.DENSE, 0, 1);
    }

    /** DL4J sets what fine-tuning asks for on layers of its own kinds only: here it stays as it was. */
    @Test
    void fineTuningKeepsParametersAndUpdaters() {
        MultiLayerNetwork net = WrappedNetworks.layered(LayerKind.DENSE, MASK, ReparameterizedLifeCycleTest::settings);
        MultiLayerNetwork tuned = new TransferLearning.Builder(net)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Nesterovs(0.5))
                        .build())
                .build();

        assertThat(TinyNetworks.parameters(tuned)).isEqualTo(TinyNetworks.parameters(net));
        ReparameterizedLayer layer = (ReparameterizedLayer)
                tuned.getLayerWiseConfigurations().getConf(0).getLayer();
        assertThat(layer.getUpdaterByParam("W")).isEqualTo(new Adam(0.01));
        fit(tuned, LayerKind.DENSE, 0, 2);
    }

    @Test
    void theWrappedLayersUpdaterIsChangedInACloneOfTheConfiguration() {
        MultiLayerNetwork net = WrappedNetworks.layered(LayerKind.DENSE, MASK, ReparameterizedLifeCycleTest::settings);
        MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
        ReparameterizedLayer layer = (ReparameterizedLayer) conf.getConf(0).getLayer();
        ((BaseLayer) layer.getUnderlying()).setIUpdater(new Nesterovs(0.5));

        MultiLayerNetwork tuned = new MultiLayerNetwork(conf);
        tuned.init(net.params().dup(), false);

        assertThat(TinyNetworks.parameters(tuned)).isEqualTo(TinyNetworks.parameters(net));
        assertThat(layer.getUpdaterByParam("W")).isEqualTo(new Nesterovs(0.5));
        assertThat(((ReparameterizedLayer) net.getLayer(0).conf().getLayer()).getUpdaterByParam("W"))
                .isEqualTo(new Adam(0.01));
        fit(tuned, LayerKind.DENSE, 0, 2);
        assertThat(TinyNetworks.parameters(tuned)).isNotEqualTo(TinyNetworks.parameters(net));
    }

    @Test
    void anotherNumberOfOutputsIsRefusedByName() {
        MultiLayerNetwork net = WrappedNetworks.layered(LayerKind.DENSE, MASK, ReparameterizedLifeCycleTest::settings);

        assertThatThrownBy(() -> new TransferLearning.Builder(net)
                        .nOutReplace(0, 9, WeightInit.XAVIER)
                        .build())
                .hasMessageContaining("ReparameterizedLayer");
    }

    @Test
    void refusesLayersWithoutWeightsAndLayersThatAreWrapped() {
        Layer dense = new DenseLayer.Builder().nIn(2).nOut(2).name("d").build();
        Layer once = ReparameterizedLayer.of(dense, MASK);

        assertThatThrownBy(() -> ReparameterizedLayer.of(
                        new SubsamplingLayer.Builder().name("pool").build(), MASK))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(pool)")
                .hasMessageContaining("no weights");
        assertThatThrownBy(() -> ReparameterizedLayer.of(once, Powerprop.alpha(2)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(d)")
                .hasMessageContaining("already");
        assertThatThrownBy(() -> ReparameterizedLayer.of(new FrozenLayer(dense), MASK))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("frozen");
    }

    @Test
    void refusesAPlaceInsideOfAnotherWrapper() {
        Layer inside = new LastTimeStep(ReparameterizedLayer.of(
                new LSTM.Builder().nIn(3).nOut(4).name("l").build(), MASK));
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(inside)
                .layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(3, 4))
                .build());

        assertThatThrownBy(net::init)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(l)")
                .hasMessageContaining("goes outside");
    }

    @Test
    void refusesHalfPrecision() {
        assertThatThrownBy(() -> WrappedNetworks.layered(
                        LayerKind.DENSE, MASK, builder -> settings(builder).dataType(DataType.FLOAT16)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(HALF)");
    }

    @Test
    void theOutputLayerScoresWithThePenalty() {
        ComputationGraph net = WrappedNetworks.graph(LayerKind.DENSE, MASK, ReparameterizedLifeCycleTest::settings);
        ComputationGraph unpenalised = WrappedNetworks.graph(
                LayerKind.DENSE, ThresholdMask.perOutputUnit().alpha(0), ReparameterizedLifeCycleTest::settings);
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 4, 1);

        // exp(-0) for 5 hidden units and 3 outputs
        assertThat(net.score(data) - unpenalised.score(data)).isCloseTo(0.05 * 8, within(1e-5));
    }

    /** Layers are also called by other layers, which set no size of the minibatch. */
    @Test
    void thePenaltyGoesWithTheSizeOfTheInputThatAPassBeginsWith() {
        ComputationGraph net = WrappedNetworks.graph(
                LayerKind.DENSE, VariationalDropout.of(20), ReparameterizedLifeCycleTest::settings);
        net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));

        assertThat(varianceGradient(net, 8)).isCloseTo(8 * varianceGradient(net, 1), within(1e-4));
    }

    private static double varianceGradient(ComputationGraph net, int examples) {
        org.deeplearning4j.nn.api.Layer layer = net.getLayer(0);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray out = layer.activate(
                TinyNetworks.data(LayerKind.Data.FLAT, examples, 1).getFeatures(), true, none);
        double sum = layer.backpropGradient(out.like(), none)
                .getFirst()
                .getGradientFor("logVarianceW")
                .norm1Number()
                .doubleValue();
        layer.clear();
        assertThat(sum).isPositive();
        return sum;
    }

    @Test
    void replacedWeightsAreTrainedAfterAnotherVectorOfParametersWasSet() {
        MultiLayerNetwork net = WrappedNetworks.layered(
                LayerKind.DENSE, HashedWeights.compression(3), ReparameterizedLifeCycleTest::settings);
        fit(net, LayerKind.DENSE, 0, 1);
        int[] before = TinyNetworks.bits(net.getParam("0_bucketW"));

        net.getLayer(0).setParamsViewArray(net.getLayer(0).params());
        net.getUpdater().getStateViewArray().assign(0); // so that only gradients move the numbers
        fit(net, LayerKind.DENSE, 1, 2);

        assertThat(TinyNetworks.bits(net.getParam("0_bucketW"))).isNotEqualTo(before);
    }
}
