package io.github.dl4jsparse.layers.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.factory.Nd4j;

class ActivationsTest {

    private static final float[] VALUES = {
        -1e30f, -200, -90, -31, -10, -2.5f, -2, -1, -0.5f, -1e-3f, -1e-5f, -1e-20f, 0, 1e-20f, 1e-5f, 1e-3f, 9e-4f,
        0.25f, 1, 2, 2.5f, 7, 29, 31, 80, 1000
    };

    static Stream<IActivation> known() {
        return Stream.concat(
                Stream.of(
                                Activation.IDENTITY,
                                Activation.RELU,
                                Activation.LEAKYRELU,
                                Activation.TANH,
                                Activation.SIGMOID,
                                Activation.SOFTMAX,
                                Activation.ELU,
                                Activation.SELU,
                                Activation.SOFTPLUS,
                                Activation.HARDSIGMOID,
                                Activation.HARDTANH,
                                Activation.SWISH,
                                Activation.GELU)
                        .map(Activation::getActivationFunction),
                Stream.of(
                        new ActivationLReLU(0.3),
                        new ActivationELU(0.7),
                        new ActivationGELU(true),
                        new ActivationReLU(6.0, null, null),
                        new ActivationReLU(2.0, 0.0, 0.1)));
    }

    @ParameterizedTest
    @MethodSource("known")
    void equalsTheFunctionOfNd4j(IActivation activation) {
        float[] values = new float[2 * VALUES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < VALUES.length ? VALUES[i] : VALUES[values.length - 1 - i] / 3;
        }
        float[] expected = activation
                .getActivation(Nd4j.createFromArray(values).reshape(2, VALUES.length), false)
                .data()
                .asFloat();
        Scratch scratch = new Scratch(VALUES.length);
        System.arraycopy(values, 0, scratch.current(), 0, values.length);

        Activations.stage(activation).orElseThrow().run(scratch, VALUES.length, 2);

        // ND4J rounds the tanh near -1 to single precision, and GELU multiplies it with its input
        float least = activation instanceof ActivationGELU ? 2e-6f : 3e-7f;
        for (int i = 0; i < values.length; i++) {
            assertThat(scratch.current()[i])
                    .as("%s(%s)", activation, values[i])
                    .isCloseTo(expected[i], within(Math.max(least, 1e-6f * Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest
    @MethodSource("known")
    void whatIsNotANumberStaysSo(IActivation activation) {
        Scratch scratch = new Scratch(1);
        scratch.current()[0] = Float.NaN;

        Activations.stage(activation).orElseThrow().run(scratch, 1, 1);

        assertThat(scratch.current()[0]).isNaN();
    }

    @Test
    void othersAreNotKnown() {
        assertThat(Activations.stage(Activation.CUBE.getActivationFunction())).isEmpty();
        assertThat(Activations.stage(new ActivationReLU(null, 1.0, null))).isEmpty();
    }
}
