package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.store.ParameterGuard;
import io.github.dl4jsparse.continual.store.WithoutNoise;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Settings of layers that stand within others. */
class WrappedLayersTest {

    private static final INDArray X =
            Nd4j.linspace(-1, 1, 24).reshape('c', 2, 4, 3).castTo(Nd4j.dataType());
    private static final INDArray Y = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});

    private static NetworkView network(UnaryOperator<Layer> wrapping, UnaryOperator<LSTM.Builder> settings) {
        LSTM inside = settings.apply(new LSTM.Builder().nIn(4).nOut(5)).build();
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(wrapping.apply(inside))
                .layer(new OutputLayer.Builder()
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return NetworkView.of(net);
    }

    static Stream<UnaryOperator<Layer>> wrappings() {
        return Stream.of(
                LastTimeStep::new, layer -> new LastTimeStep(new Bidirectional(Bidirectional.Mode.ADD, layer)));
    }

    @ParameterizedTest
    @MethodSource("wrappings")
    void constraintsOfTheLayerInsideAreRefused(UnaryOperator<Layer> wrapping) {
        NetworkView network = network(wrapping, lstm -> lstm.constrainWeights(new MaxNormConstraint(1, 1)));

        assertThatThrownBy(() -> ParameterGuard.checkConstraints(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Layer (layer0) has constraints");
    }

    @ParameterizedTest
    @MethodSource("wrappings")
    void theLearningRateOfAPhaseReachesTheLayerInside(UnaryOperator<Layer> wrapping) {
        NetworkView network = network(wrapping, lstm -> lstm);
        LearningRates rates = new LearningRates(network);

        rates.set(0.5);

        assertThat(rates(network)).containsOnly(0.5);
        rates.restore();
        assertThat(rates(network)).containsOnly(0.01);
    }

    private static double[] rates(NetworkView network) {
        return network.layers().get("layer0").paramTable(false).keySet().stream()
                .mapToDouble(key -> network.updaterOf("layer0", key).getLearningRate(0, 0))
                .toArray();
    }

    private static float[] gradient(NetworkView network) {
        network.gradient(X, Y);
        return network.gradients().dup().data().asFloat();
    }

    @ParameterizedTest
    @MethodSource("wrappings")
    void dropoutOfTheLayerInsideIsSilent(UnaryOperator<Layer> wrapping) {
        NetworkView noisy = network(wrapping, lstm -> lstm.dropOut(0.5));
        NetworkView quiet = network(wrapping, lstm -> lstm);
        quiet.params().assign(noisy.params());

        float[] silenced = WithoutNoise.within(noisy, () -> gradient(noisy));

        assertThat(silenced).isEqualTo(gradient(quiet));
        assertThat(gradient(noisy)).isNotEqualTo(silenced);
    }
}
