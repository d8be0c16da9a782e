package io.github.dl4jsparse.layers.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class BranchScaleTest {

    @AfterEach
    void restoreDefault() {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    }

    private static ComputationGraph residual(BranchScale scale, DataType type, IUpdater updater) {
        ComputationGraphConfiguration conf = new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(type)
                .updater(updater)
                .activation(Activation.TANH)
                .l2(.01)
                .graphBuilder()
                .addInputs("in")
                .addLayer("branch", new DenseLayer.Builder().nOut(6).build(), "in")
                .addLayer("scale", scale, "branch")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "in", "scale")
                .addLayer("out", new OutputLayer.Builder().nOut(3).build(), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(6))
                .build();
        ComputationGraph net = new ComputationGraph(conf);
        net.init();
        return net;
    }

    private static DataSet data(DataType type) {
        DataSet data = TinyNetworks.data(LayerKind.Data.FLAT, 4, 1);
        return new DataSet(data.getFeatures().castTo(type), data.getLabels().castTo(type));
    }

    @Test
    void multipliesItsBranch() {
        ComputationGraph net = residual(new BranchScale.Builder().build(), DataType.FLOAT, new Sgd(.1));
        net.getLayer("scale").setParam("scale", Nd4j.scalar(.25f).reshape(1, 1));

        var activations = net.feedForward(data(DataType.FLOAT).getFeatures(), false);

        assertThat(TinyNetworks.bits(activations.get("scale")))
                .isEqualTo(TinyNetworks.bits(activations.get("branch").mul(.25)));
    }

    @Test
    void aScaleOfZeroLeavesTheShortcut() {
        ComputationGraph net = residual(new BranchScale.Builder().build(), DataType.FLOAT, new Sgd(.1));
        net.getLayer("scale").getParam("scale").assign(0);
        INDArray features = data(DataType.FLOAT).getFeatures();

        assertThat(TinyNetworks.bits(net.feedForward(features, false).get("sum")))
                .isEqualTo(TinyNetworks.bits(features));
    }

    @Test
    void gradientsAgreeWithDifferences() {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        BranchScale scale =
                new BranchScale.Builder().gamma(0).untrained(new NoOp()).build();
        ComputationGraph net = residual(scale, DataType.DOUBLE, new NoOp());
        net.getLayer("scale").getParam("scale").assign(.7);
        DataSet data = data(DataType.DOUBLE);

        assertThat(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                        .net(net)
                        .inputs(new INDArray[] {data.getFeatures()})
                        .labels(new INDArray[] {data.getLabels()})))
                .isTrue();
    }

    @Test
    void aStrongPenaltyRemovesTheBranchExactly() {
        ComputationGraph net = residual(new BranchScale.Builder().gamma(2).build(), DataType.FLOAT, new Sgd(.01));
        for (int step = 0; step < 20; step++) {
            net.fit(data(DataType.FLOAT));
        }

        assertThat(Double.doubleToRawLongBits(net.getParam("scale_scale").getDouble(0)))
                .isZero();
    }

    @Test
    void thePenaltyIsPartOfTheScoreAndNothingElse() {
        ComputationGraph with = residual(new BranchScale.Builder().gamma(3).build(), DataType.FLOAT, new Sgd(.1));
        ComputationGraph without = residual(new BranchScale.Builder().gamma(0).build(), DataType.FLOAT, new Sgd(.1));

        assertThat(with.score(data(DataType.FLOAT))).isCloseTo(without.score(data(DataType.FLOAT)) + 3, within(1e-5));
    }

    @Test
    void survivesFilesWithItsMomentum() throws IOException {
        ComputationGraph net = residual(new BranchScale.Builder().build(), DataType.FLOAT, new Sgd(.1));
        net.fit(data(DataType.FLOAT));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(net, file, true);
        ComputationGraph loaded =
                ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()), true);

        net.fit(data(DataType.FLOAT));
        loaded.fit(data(DataType.FLOAT));

        assertThat(loaded.getConfiguration()).isEqualTo(net.getConfiguration());
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(net));
        assertThat(net.getParam("scale_scale").getDouble(0)).isNotEqualTo(1);
    }

    @Test
    void refusesANegativePenalty() {
        assertThatThrownBy(() -> new BranchScale.Builder().gamma(-1).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1.0)");
    }
}
