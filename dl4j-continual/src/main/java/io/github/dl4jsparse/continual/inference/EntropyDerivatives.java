package io.github.dl4jsparse.continual.inference;

import io.github.dl4jsparse.continual.store.WithoutNoise;
import io.github.dl4jsparse.layers.weight.NetworkView;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How the mean entropy of a superposition's answers changes with the weights of its tasks. */
public final class EntropyDerivatives {

    private EntropyDerivatives() {}

    /**
     * Computes {@code dH/d alpha_i}, H the mean over examples.
     *
     * @param superposition of tasks
     * @param alphas their weights
     * @param plain the network that answers, which is overwritten
     * @param features examples
     * @return a derivative for each task
     */
    public static double[] of(Superposition superposition, double[] alphas, NetworkView plain, INDArray features) {
        superposition.install(alphas, plain);
        INDArray labels = GradientInference.entropyLabels(plain.output(features));
        WithoutNoise.within(plain, () -> {
            plain.gradient(features, labels);
            return labels;
        });
        double[] sums = superposition.gradients(plain);
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= features.size(0);
        }
        return sums;
    }
}
