package io.github.dl4jsparse.layers.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.reparam.HardConcreteGate;
import io.github.dl4jsparse.layers.reparam.Powerprop;
import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class AdaptiveGateTest {

    /** Counts the examples that pass through. */
    private static final class Counter extends ActivationIdentity {

        private static final long serialVersionUID = 1L;
        private transient long seen;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            seen += in.size(0);
            return super.getActivation(in, training);
        }
    }

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static AdaptiveGate.Builder dense() {
        return new AdaptiveGate.Builder()
                .branch(
                        new DenseLayer.Builder().nOut(5).build(),
                        new DenseLayer.Builder().nOut(6).build());
    }

    private static AdaptiveGate.Builder convolutional() {
        return new AdaptiveGate.Builder()
                .branch(
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(3)
                                .activation(Activation.IDENTITY)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        new BatchNormalization(),
                        new ActivationLayer(Activation.RELU),
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        new BatchNormalization());
    }

    private static NeuralNetConfiguration.Builder settings(DataType type, IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(type)
                .updater(updater)
                .l2(.01)
                .activation(Activation.TANH);
    }

    private static ComputationGraph residual(
            NeuralNetConfiguration.Builder settings, AdaptiveGate gate, InputType type) {
        ComputationGraphConfiguration conf = settings.graphBuilder()
                .addInputs("in")
                .addLayer("gate", gate, "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "gate")
                .addLayer("out", new OutputLayer.Builder().nOut(3).build(), "sum")
                .setOutputs("out")
                .setInputTypes(type)
                .build();
        ComputationGraph net = new ComputationGraph(conf);
        net.init();
        return net;
    }

    private static ComputationGraph vectors(AdaptiveGate gate) {
        return residual(settings(DataType.FLOAT, new Adam(.01)), gate, InputType.feedForward(6));
    }

    private static GatedBranch gateOf(ComputationGraph net) {
        return (GatedBranch) net.getLayer("gate");
    }

    private static void force(ComputationGraph net, double off, double on) {
        net.getParam("gate_gate3W").assign(0);
        net.getParam("gate_gate3b").assign(Nd4j.createFromArray(new double[][] {{off, on}}));
    }

    private static INDArray features(int examples) {
        return TinyNetworks.data(LayerKind.Data.FLAT, examples, 1).getFeatures();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGateThatIsOffLeavesTheIdentity(boolean training) {
        ComputationGraph net = vectors(dense().build());
        force(net, 100, -100);

        var activations = net.feedForward(new INDArray[] {features(4)}, training, false);

        assertThat(TinyNetworks.bits(activations.get("sum"))).isEqualTo(TinyNetworks.bits(features(4)));
        assertThat(gateOf(net).rate()).isZero();
    }

    @Test
    void aGateThatIsOnIsTheBareBranch() {
        ComputationGraph net = vectors(dense().build());
        force(net, -100, 100);
        INDArray x = features(4);
        INDArray hidden =
                Nd4j.math.tanh(x.mmul(net.getParam("gate_branch0W")).addRowVector(net.getParam("gate_branch0b")));
        INDArray out =
                Nd4j.math.tanh(hidden.mmul(net.getParam("gate_branch1W")).addRowVector(net.getParam("gate_branch1b")));

        for (boolean training : new boolean[] {true, false}) {
            INDArray got = net.feedForward(new INDArray[] {x}, training, false).get("gate");
            assertThat(got.sub(out).normmaxNumber().doubleValue()).isLessThan(1e-6);
        }
        assertThat(gateOf(net).rate()).isEqualTo(1);
    }

    @Test
    void gatesAreZeroOrOneForEachExampleAndBeginMostlyOpen() {
        ComputationGraph net = vectors(dense().build());
        net.getParam("gate_gate3W").assign(0);
        assertThat(net.getParam("gate_gate3b").toDoubleVector()).containsExactly(new double[] {.1, 2}, within(1e-6));
        Nd4j.getRandom().setSeed(4);

        INDArray out =
                net.feedForward(new INDArray[] {features(4000)}, true, false).get("gate");

        assertThat(gateOf(net).gates()).containsOnly(0, 1);
        assertThat(gateOf(net).rate()).isCloseTo(.87, within(4 * Math.sqrt(.87 * .13 / 4000)));
        for (int n = 0; n < 50; n++) {
            boolean something = out.getRow(n).norm1Number().doubleValue() > 0;
            assertThat(something).isEqualTo(gateOf(net).gates()[n] == 1);
        }
    }

    @Test
    void inferenceComputesTheBranchOfOpenExamplesOnly() {
        Counter counter = new Counter();
        ComputationGraph net = vectors(new AdaptiveGate.Builder()
                .branch(new DenseLayer.Builder().nOut(6).activation(counter).build())
                .build());
        net.getParam("gate_gate3W").muli(20);
        net.getParam("gate_gate3b").assign(0);

        INDArray all = net.outputSingle(features(40));
        long open = Arrays.stream(gateOf(net).gates()).filter(z -> z == 1).count();

        assertThat(open).isBetween(1L, 39L);
        assertThat(counter.seen).isEqualTo(open);
        for (int n = 0; n < 40; n++) {
            INDArray one = net.outputSingle(features(40).getRow(n, true));
            assertThat(one.sub(all.getRow(n, true)).normmaxNumber().doubleValue())
                    .isLessThan(1e-6);
        }
        assertThat(counter.seen).isEqualTo(2 * open);
    }

    @Test
    void theRateLossIsTheMeanOverGates() {
        AdaptiveGate gate = dense().targetRate(.6).gates(2).build();

        assertThat(gate.loss(.5) + gate.loss(.9)).isCloseTo(.1, within(1e-12));
        assertThat(gate.lossSlope(.9)).isCloseTo((gate.loss(.9 + 1e-6) - gate.loss(.9 - 1e-6)) / 2e-6, within(1e-6));
    }

    @Test
    void theRateLossIsPartOfTheScore() {
        ComputationGraph with = vectors(dense().targetRate(.2).build());
        ComputationGraph without = vectors(dense().rateLoss(0).build());
        force(with, -100, 100);
        force(without, -100, 100);
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 4, 1);

        assertThat(with.score(data, true)).isCloseTo(without.score(data, true) + 2 * .64, within(1e-5));
    }

    /** Of the branch in the gate and outside of it, with decay from the network and from the layer itself. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void penaltiesOfTheBranchArePartOfTheScore(boolean ownDecay) {
        DenseLayer.Builder inner = new DenseLayer.Builder().nIn(6).nOut(6);
        if (ownDecay) {
            inner.l2(.3);
        }
        Reparameterization gate = HardConcreteGate.of(10).lambda(1).weightDecay(5);
        Layer branch = ReparameterizedLayer.of(inner.build(), gate);
        ComputationGraph net =
                vectors(new AdaptiveGate.Builder().rateLoss(0).branch(branch).build());
        INDArray weights = net.getParam("gate_branch0W");
        INDArray logAlpha = net.getParam("gate_branch0logAlphaW");
        double open = 0;
        double squares = 0;
        for (int in = 0; in < 6; in++) {
            double p = 1 / (1 + Math.exp(-(logAlpha.getDouble(in) - 2. / 3 * Math.log(.1 / 1.1))));
            open += p;
            for (int unit = 0; unit < 6; unit++) {
                squares += p * Math.pow(weights.getDouble(in, unit), 2);
            }
        }
        double decay = .5
                * (ownDecay ? .3 : .01)
                * weights.norm2Number().doubleValue()
                * weights.norm2Number().doubleValue();
        double ofTheGate = .5
                * .01
                * (Math.pow(net.getParam("gate_gate0W").norm2Number().doubleValue(), 2)
                        + Math.pow(net.getParam("gate_gate3W").norm2Number().doubleValue(), 2));

        assertThat(gateOf(net).calcRegularizationScore(true))
                .isCloseTo(6 * open / 10 + 5 / 2. / 10 * squares + decay + ofTheGate, within(1e-4));
    }

    @Test
    void logitsLearnThroughTheRelaxedGate() {
        ComputationGraph net = vectors(dense().targetRate(.3).build());
        force(net, .1, .4);
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 5, 1);
        Nd4j.getRandom().setSeed(4);
        net.setInput(0, data.getFeatures());
        net.setLabels(data.getLabels());
        net.computeGradientAndScore();
        GatedBranch gate = gateOf(net);

        double expected = 0;
        INDArray branch = branchOutput(net, data.getFeatures());
        INDArray epsilon = epsilonAtSum(net, data);
        for (int n = 0; n < 5; n++) {
            double y = gate.onProbabilities()[n];
            double byGate = epsilon.getRow(n).mul(branch.getRow(n)).sumNumber().doubleValue();
            expected += (byGate + 4 * (gate.rate() - .3)) * y * (1 - y);
        }

        double[] gradient = net.gradient().getGradientFor("gate_gate3b").toDoubleVector();
        assertThat(gradient[1]).isCloseTo(expected, within(1e-5));
        assertThat(gradient[0]).isCloseTo(-expected, within(1e-5));
        assertThat(gate.rate()).isBetween(.1, .9);
    }

    private static INDArray branchOutput(ComputationGraph net, INDArray x) {
        INDArray hidden =
                Nd4j.math.tanh(x.mmul(net.getParam("gate_branch0W")).addRowVector(net.getParam("gate_branch0b")));
        return Nd4j.math.tanh(hidden.mmul(net.getParam("gate_branch1W")).addRowVector(net.getParam("gate_branch1b")));
    }

    /** (softmax - labels) W': what comes back from the output layer. */
    private static INDArray epsilonAtSum(ComputationGraph net, DataSet data) {
        INDArray gated = branchOutput(net, data.getFeatures())
                .mulColumnVector(Nd4j.createFromArray(gateOf(net).gates())
                        .castTo(DataType.FLOAT)
                        .reshape(-1, 1));
        INDArray logits =
                data.getFeatures().add(gated).mmul(net.getParam("out_W")).addRowVector(net.getParam("out_b"));
        INDArray softmax = Nd4j.nn.softmax(logits, 1);
        return softmax.sub(data.getLabels()).mmul(net.getParam("out_W").transpose());
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void gradientsOfTheBranchAgreeWithDifferences(CNN2DFormat format) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        ComputationGraph net = residual(
                settings(DataType.DOUBLE, new NoOp()),
                convolutional().rateLoss(0).build(),
                InputType.convolutional(5, 5, 2, format));
        force(net, .1, .2);
        Set<String> notDifferentiable = net.paramTable().keySet().stream()
                .filter(key -> key.startsWith("gate_gate") || key.endsWith("mean") || key.endsWith("log10stdev"))
                .collect(Collectors.toSet());
        DataSet data = TinyNetworks.data(LayerKind.Data.IMAGE, 4, 1);
        INDArray images = data.getFeatures().castTo(DataType.DOUBLE);

        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                        .net(net)
                        .inputs(new INDArray[] {
                            format == CNN2DFormat.NHWC
                                    ? images.permute(0, 2, 3, 1).dup('c')
                                    : images
                        })
                        .labels(new INDArray[] {data.getLabels().castTo(DataType.DOUBLE)})
                        .excludeParams(notDifferentiable)
                        .callEachIter(same -> Nd4j.getRandom().setSeed(9))))
                .isTrue();
        assertThat(gateOf(net).rate()).isBetween(.1, .9);
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkspaceMode.class,
            names = {"ENABLED", "NONE"})
    void survivesJsonCopiesAndFiles(WorkspaceMode workspaces) throws IOException {
        ComputationGraph net = residual(
                settings(DataType.FLOAT, new Adam(.01))
                        .trainingWorkspaceMode(workspaces)
                        .inferenceWorkspaceMode(workspaces),
                convolutional().build(),
                InputType.convolutional(5, 5, 2));
        DataSet data = TinyNetworks.data(LayerKind.Data.IMAGE, 4, 1);
        net.fit(data);

        ComputationGraphConfiguration read =
                ComputationGraphConfiguration.fromJson(net.getConfiguration().toJson());
        assertThat(read).isEqualTo(net.getConfiguration());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, file, true);
        ComputationGraph loaded =
                ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()), true);
        for (ComputationGraph each : Arrays.asList(net, loaded)) {
            Nd4j.getRandom().setSeed(2);
            each.fit(data);
        }
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(net));
        assertThat(TinyNetworks.bits(net.clone().outputSingle(data.getFeatures())))
                .isEqualTo(TinyNetworks.bits(net.outputSingle(data.getFeatures())));
    }

    @Test
    void innerLayersTakeTheNetworksUpdaterUnlessTheySayTheirOwn() {
        AdaptiveGate gate = new AdaptiveGate.Builder()
                .branch(
                        new DenseLayer.Builder().nOut(5).updater(new Sgd(.5)).build(),
                        new DenseLayer.Builder().nOut(6).l2(.3).build())
                .build();
        ComputationGraph net = vectors(gate);
        AdaptiveGate used = (AdaptiveGate) net.getLayer("gate").conf().getLayer();

        assertThat(used.getUpdaterByParam("branch0W")).isEqualTo(new Sgd(.5));
        assertThat(used.getUpdaterByParam("branch1W")).isEqualTo(new Adam(.01));
        assertThat(used.getUpdaterByParam("gate1gamma")).isEqualTo(new Adam(.01));
        assertThat(used.getUpdaterByParam("gate1mean")).isInstanceOf(NoOp.class);
        assertThat(used.getRegularizationByParam("branch0W")).hasSize(1).isEqualTo(used.getRegularization());
        assertThat(used.getRegularizationByParam("branch1W")).isNotEqualTo(used.getRegularization());
        assertThat(used.getRegularizationByParam("gate1gamma")).isNull();
    }

    @Test
    void trainingReachesTheTargetRate() {
        ComputationGraph net = vectors(dense().targetRate(.3).rateLoss(20).build());
        double sum = 0;
        for (int step = 0; step < 120; step++) {
            net.fit(TinyNetworks.data(LayerKind.Data.FLAT, 32, step));
            sum += step < 80 ? 0 : gateOf(net).rate();
        }

        assertThat(sum / 40).isCloseTo(.3, within(.12));
    }

    @Test
    void refusesWhatCannotBeGated() {
        assertThatThrownBy(() -> new AdaptiveGate.Builder().name("g").build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(g)");
        assertThatThrownBy(() -> new AdaptiveGate.Builder()
                        .branch(new OutputLayer.Builder().nOut(2).build())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(OutputLayer)");
        assertThatThrownBy(() -> new AdaptiveGate.Builder()
                        .branch(new DenseLayer.Builder().nOut(6).build(), new LossLayer.Builder().build())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(LossLayer)");
        assertThatThrownBy(() -> new AdaptiveGate.Builder()
                        .branch(ReparameterizedLayer.of(
                                new OutputLayer.Builder().nIn(6).nOut(6).build(), Powerprop.alpha(2)))
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(ReparameterizedLayer)");
        assertThatThrownBy(() -> dense().targetRate(60).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(60.0)");
        assertThatThrownBy(() -> dense().gates(0).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0)");
        AdaptiveGate images = dense().build();
        assertThatThrownBy(() -> images.setNIn(InputType.convolutional(4, 4, 2), true))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(branch0)");
    }
}
