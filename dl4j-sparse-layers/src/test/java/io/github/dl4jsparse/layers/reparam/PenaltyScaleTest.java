package io.github.dl4jsparse.layers.reparam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** A step of 1 against the gradient of a penalty alone, whatever the minibatch. */
class PenaltyScaleTest {

    private static final InputType SEQUENCES = InputType.recurrent(3, 4);

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder().seed(4).updater(new Sgd(1)).activation(Activation.TANH);
    }

    private static Layer head() {
        return new RnnOutputLayer.Builder()
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder().nOut(5).build();
    }

    /** What one step changes, with a head that lets no error through, and what it must change. */
    private static void assertStepIsThatOfTheDivergence(
            Model net, org.deeplearning4j.nn.api.Layer layer, INDArray head) {
        head.assign(0);
        double[] theta = numbers(layer.getParam("W"));
        double[] before = numbers(layer.getParam("logVarianceW"));
        TinyNetworks.fit(net, TinyNetworks.data(LayerKind.Data.SEQUENCE, 4, 1));
        double[] after = numbers(layer.getParam("logVarianceW"));

        for (int k = 0; k < before.length; k++) {
            double square = Math.pow(theta[k], 2);
            double logAlpha = before[k] - Math.log(square + 1e-8);
            double slope =
                    (VariationalDropout.divergence(logAlpha + 1e-4) - VariationalDropout.divergence(logAlpha - 1e-4))
                            / 2e-4;
            assertThat(before[k] - after[k]).isCloseTo(slope / 20, within(1e-5));
        }
    }

    private static double[] numbers(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    @Test
    void behindAPreprocessorOfALayeredNetwork() {
        MultiLayerNetwork net = new MultiLayerNetwork(settings()
                .list()
                .layer(ReparameterizedLayer.of(dense(), VariationalDropout.of(20)))
                .layer(head())
                .setInputType(SEQUENCES)
                .build());
        net.init();
        assertThat(net.getLayerWiseConfigurations().getInputPreProcess(0)).isNotNull();

        assertStepIsThatOfTheDivergence(net, net.getLayer(0), net.getParam("1_W"));
    }

    @Test
    void inAGraphAroundALayerForEachStep() {
        ComputationGraph net = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("x", ReparameterizedLayer.of(new TimeDistributed(dense()), VariationalDropout.of(20)), "in")
                .addLayer("out", head(), "x")
                .setOutputs("out")
                .setInputTypes(SEQUENCES)
                .build());
        net.init();

        assertStepIsThatOfTheDivergence(net, net.getLayer("x"), net.getParam("out_W"));
    }
}
