package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * An activation that the products apply themselves, and whose derivative follows from the activation alone.
 *
 * @param kind which function
 * @param slope of a rectifier, for what is not positive
 */
public record ElementwiseActivation(Kind kind, double slope) {

    /** The functions. */
    public enum Kind {
        /**
         * {@code f(z) = z > 0 ? z : slope * z} with a slope in [0, 1]. Slope 0 is ReLU, 1 is the identity, others are leaky
         * ReLU. The derivative is {@code a > 0 ? 1 : slope}; that of leaky ReLU is 1 at zero, too, as in ND4J.
         */
        RECTIFIER,
        /** The hyperbolic tangent; the derivative is {@code 1 - a^2}. */
        TANH,
        /** {@code f(z) = 1 / (1 + exp(-z))}; the derivative is {@code a (1 - a)}. */
        SIGMOID
    }

    /**
     * The activation that the products apply themselves in place of one of ND4J's.
     *
     * @param activation an activation of ND4J
     * @return the same function, or null if it has to be computed by ND4J
     */
    public static ElementwiseActivation of(IActivation activation) {
        Class<?> type = activation.getClass();
        if (type == ActivationTanH.class) {
            return new ElementwiseActivation(Kind.TANH, 0);
        }
        if (type == ActivationSigmoid.class) {
            return new ElementwiseActivation(Kind.SIGMOID, 0);
        }
        if (type == ActivationIdentity.class) {
            return rectifier(1);
        }
        if (type == ActivationReLU.class && isPlain((ActivationReLU) activation)) {
            return rectifier(0);
        }
        if (type == ActivationLReLU.class) {
            double slope = ((ActivationLReLU) activation).getAlpha();
            return slope > 0 && slope <= 1 ? rectifier(slope) : null;
        }
        return null;
    }

    private static boolean isPlain(ActivationReLU relu) {
        return relu.getMax() == null && relu.getThreshold() == null && relu.getNegativeSlope() == null;
    }

    static ElementwiseActivation rectifier(double slope) {
        return new ElementwiseActivation(Kind.RECTIFIER, slope);
    }

    boolean isIdentity() {
        return kind == Kind.RECTIFIER && slope == 1;
    }
}
