package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * An activation that the products apply themselves: {@code f(z) = z > 0 ? z : slope * z} with a slope in [0, 1], whose
 * derivative follows from the activation alone, {@code a > 0 ? 1 : slope}. Slope 0 is ReLU, 1 is the identity, others are
 * leaky ReLU.
 *
 * @param slope for what is not positive
 */
public record ElementwiseActivation(double slope) {

    /**
     * The activation that the products apply themselves in place of one of ND4J's.
     *
     * @param activation an activation of ND4J
     * @return the same function, or null if it has to be computed by ND4J
     */
    public static ElementwiseActivation of(IActivation activation) {
        if (activation instanceof ActivationIdentity) {
            return new ElementwiseActivation(1);
        }
        if (activation instanceof ActivationReLU) {
            return new ElementwiseActivation(0);
        }
        if (activation instanceof ActivationLReLU leaky && leaky.getAlpha() >= 0 && leaky.getAlpha() <= 1) {
            return new ElementwiseActivation(leaky.getAlpha());
        }
        return null;
    }

    boolean isIdentity() {
        return slope == 1;
    }
}
