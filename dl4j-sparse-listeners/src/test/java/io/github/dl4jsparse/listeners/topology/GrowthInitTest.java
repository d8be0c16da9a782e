package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class GrowthInitTest {

    private static SparseWeight weight(Layer layer, InputType input, long... shape) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(layer)
                .layer(new OutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(input)
                .build());
        network.init();
        Mask first = Mask.ofActive(shape, 0);
        return NetworkWeights.of(NetworkView.of(network))
                .open(new MaskSet(Map.of("x_W", first)))
                .get(0);
    }

    private static SparseWeight dense() {
        return weight(new DenseLayer.Builder().nOut(50).name("x").build(), InputType.feedForward(100), 100, 50);
    }

    private static SparseWeight convolution() {
        return weight(
                new ConvolutionLayer.Builder(5, 5).nOut(20).name("x").build(),
                InputType.convolutional(8, 8, 10),
                20,
                10,
                5,
                5);
    }

    /** The largest of a thousand magnitudes, which lies closely below the limit. */
    private static double reach(GrowthInit init, SparseWeight weight) {
        LayerUpdate update = new LayerUpdate(weight, 0, 0.3, CountRounding.FLOOR, 1000, 7);
        long[] grown = LongStream.rangeClosed(1, 1000).toArray();
        return Arrays.stream(init.values(update, weight.active(), grown))
                .map(Math::abs)
                .max()
                .orElseThrow();
    }

    @Test
    void uniformLimitsOfADenseLayerFollowFromItsInputsAndOutputs() {
        assertThat(reach(GrowthInit.heUniform(), dense())).isCloseTo(Math.sqrt(6.0 / 100), within(0.002));
        assertThat(reach(GrowthInit.xavierUniform(), dense())).isCloseTo(Math.sqrt(6.0 / 150), within(0.002));
    }

    @Test
    void uniformLimitsOfAConvolutionCountItsKernel() {
        assertThat(reach(GrowthInit.heUniform(), convolution())).isCloseTo(Math.sqrt(6.0 / 250), within(0.002));
        assertThat(reach(GrowthInit.xavierUniform(), convolution())).isCloseTo(Math.sqrt(6.0 / 750), within(0.002));
    }

    @Test
    void normalValuesHaveTheirStandardDeviation() {
        SparseWeight weight = dense();
        LayerUpdate update = new LayerUpdate(weight, 0, 0.3, CountRounding.FLOOR, 4000, 7);

        double[] values = GrowthInit.normal(0.1)
                .values(update, weight.active(), LongStream.rangeClosed(1, 4000).toArray());

        double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
        assertThat(Math.sqrt(square)).isCloseTo(0.1, within(0.005));
    }

    @Test
    void gradientsOrTheirSignsAreDividedAndBelongToTheirPositions() {
        HandMadeWeight hand = HandMadeWeight.of(5, new long[] {1}, new double[] {0.5});
        hand.gradient(8, -1, -4, 0, 2);
        LayerUpdate update = new LayerUpdate(hand.weight(), 0, 0.3, CountRounding.FLOOR, 4, 7);
        long[] grown = {0, 2, 3};

        assertThat(GrowthInit.gradientScale(4).values(update, hand.weight().active(), grown))
                .containsExactly(2, -1, 0);
        assertThat(GrowthInit.gradientSign(10).values(update, hand.weight().active(), grown))
                .containsExactly(0.1, -0.1, 0);
        assertThat(GrowthInit.gradientSign(10).needsGradient()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void scalesThatAreNotPositiveAreRefused(double scale) {
        assertThatThrownBy(() -> GrowthInit.normal(scale))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + scale + ")");
        assertThatThrownBy(() -> GrowthInit.gradientScale(scale))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + scale + ")");
        assertThatThrownBy(() -> GrowthInit.gradientSign(scale)).isInstanceOf(DL4JInvalidConfigException.class);
    }
}
