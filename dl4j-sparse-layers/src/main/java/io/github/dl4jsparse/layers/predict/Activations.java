package io.github.dl4jsparse.layers.predict;

import io.github.dl4jsparse.layers.activation.AllReLU;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** ND4J's activation functions on plain arrays, equal to float rounding. */
final class Activations {

    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);

    private Activations() {}

    /** The stage of a function, or nothing if it is not known. The exact class counts: a subclass may do anything. */
    static Optional<Stage> stage(IActivation activation) {
        if (activation.getClass() == ActivationIdentity.class) {
            return Optional.of(Stage.NOTHING);
        }
        return Optional.ofNullable(function(activation)).map(RowFunction::stage);
    }

    private static RowFunction function(IActivation activation) {
        Class<?> type = activation.getClass();
        if (type == ActivationReLU.class) {
            return relu((ActivationReLU) activation);
        }
        if (type == ActivationLReLU.class) {
            return leaky(((ActivationLReLU) activation).getAlpha());
        }
        if (type == AllReLU.class) {
            return leaky(((AllReLU) activation).slope());
        }
        if (type == ActivationELU.class) {
            return elu(((ActivationELU) activation).getAlpha());
        }
        if (type == ActivationGELU.class) {
            return ((ActivationGELU) activation).isPrecise() ? preciseGelu() : gelu();
        }
        if (type == ActivationTanH.class) {
            return RowFunction.each(x -> (float) tanh(x));
        }
        if (type == ActivationSigmoid.class) {
            return RowFunction.each(x -> (float) sigmoid(x));
        }
        if (type == ActivationSwish.class) {
            return RowFunction.each(x -> (float) (x * sigmoid(x)));
        }
        if (type == ActivationSoftPlus.class) {
            return RowFunction.each(Activations::softPlus);
        }
        if (type == ActivationSELU.class) {
            return RowFunction.each(Activations::selu);
        }
        if (type == ActivationHardSigmoid.class) {
            return RowFunction.each(x -> Math.min(1, Math.max(0, 0.2f * x + 0.5f)));
        }
        if (type == ActivationHardTanH.class) {
            return RowFunction.each(x -> Math.min(1, Math.max(-1, x)));
        }
        return type == ActivationSoftmax.class ? Activations::softmax : null;
    }

    /** Null if it has a threshold other than 0. */
    private static RowFunction relu(ActivationReLU relu) {
        if (relu.getThreshold() != null && relu.getThreshold() != 0) {
            return null;
        }
        float slope =
                relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope().floatValue();
        float max =
                relu.getMax() == null ? Float.POSITIVE_INFINITY : relu.getMax().floatValue();
        return slope == 0
                ? RowFunction.each(x -> x <= 0 ? 0 : Math.min(x, max))
                : RowFunction.each(x -> x <= 0 ? slope * x : Math.min(x, max));
    }

    private static RowFunction leaky(double alpha) {
        float slope = (float) alpha;
        return RowFunction.each(x -> x < 0 ? slope * x : x);
    }

    private static RowFunction elu(double alpha) {
        return RowFunction.each(x -> x < 0 ? (float) (alpha * Math.expm1(x)) : x);
    }

    private static float selu(float x) {
        return (float) (x > 0 ? SELU_SCALE * x : SELU_SCALE * SELU_ALPHA * Math.expm1(x));
    }

    private static RowFunction gelu() {
        return RowFunction.each(x -> (float) (x * sigmoid(1.702 * x)));
    }

    /** ND4J cubes the factor 0.044715 too, unlike Hendrycks and Gimpel, and the network was trained with that. */
    private static RowFunction preciseGelu() {
        return RowFunction.each(x -> {
            double small = 0.044715 * x;
            return (float) (0.5 * x * (1 + tanh(SQRT_2_OVER_PI * (x + small * small * small))));
        });
    }

    /** {@code Math.tanh} takes several times as long as the exponential that the processor's own code computes. */
    private static double tanh(double x) {
        double square = x * x;
        return square < 1e-6 ? x * (1 - square / 3) : 1 - 2 / (Math.exp(2 * x) + 1);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static float softPlus(float x) {
        return (float) (x > 30 ? x : Math.log1p(Math.exp(x)));
    }

    private static void softmax(float[] values, int from, int to) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, values[i]);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            double exp = Math.exp(values[i] - max);
            values[i] = (float) exp;
            sum += exp;
        }
        for (int i = from; i < to; i++) {
            values[i] = (float) (values[i] / sum);
        }
    }
}
