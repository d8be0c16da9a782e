package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.random.Ziggurat;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Sparse variational dropout (Molchanov, Ashukha, Vetrov, ICML 2017): each weight has a noise of its own, whose variance is
 * learned, and weights that are mostly noise are removed. With stored theta and the extra parameter {@code logVariance} = log
 * sigma^2,
 *
 * <pre>
 *   training:   W_eff = theta + sigma e,  e ~ N(0, 1), one sample for each minibatch
 *   inference:  W_eff = theta where log alpha &lt;= 3, else 0
 *   log alpha = log sigma^2 - log(theta^2 + 1e-8)                                                     (eq. 12)
 * </pre>
 *
 * and the loss is raised by {@code (w/N) sum KL}, the divergence from the log-uniform prior, with
 *
 * <pre>
 *   KL = -k1 sigmoid(k2 + k3 log alpha) + 0.5 ln(1 + 1/alpha) + k1,  k = (0.63576, 1.87320, 1.48695)   (eq. 14)
 * </pre>
 *
 * where N is the number of training examples and log alpha is clipped to [-10, 10] (the authors clip to 8). The factor w grows
 * linearly from 0 to 1 over {@link #warmUpIterations} or {@link #warmUpEpochs}; without them it is 1.
 *
 * <p>The paper samples activations instead of weights (local reparameterisation); a sample of the weights has the same mean and
 * variance for each example, but the examples of a minibatch share it, so that gradients are noisier. Stored weights are not
 * sparse, those used at inference are.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class VariationalDropout implements Reparameterization {

    private static final long serialVersionUID = 1L;
    private static final double K1 = 0.63576;
    private static final double K2 = 1.87320;
    private static final double K3 = 1.48695;
    private static final double TINY = 1e-8;
    private static final double CLIP = 10;
    private static final double REMOVED = 3;
    private static final double START = -10;

    private final long trainingExamples;

    private final int warmUpIterations;

    private final int warmUpEpochs;

    private final IUpdater varianceUpdater;

    @JsonCreator
    VariationalDropout(
            @JsonProperty("trainingExamples") long trainingExamples,
            @JsonProperty("warmUpIterations") int warmUpIterations,
            @JsonProperty("warmUpEpochs") int warmUpEpochs,
            @JsonProperty("varianceUpdater") IUpdater varianceUpdater) {
        if (trainingExamples < 1) {
            throw new DL4JInvalidConfigException("The number of training examples (" + trainingExamples
                    + ") must be at least 1: the divergence is divided by it.");
        }
        if (warmUpIterations < 0 || warmUpEpochs < 0) {
            throw new DL4JInvalidConfigException("The warm-up of (" + Math.min(warmUpIterations, warmUpEpochs)
                    + ") iterations or epochs must be at least 0; 0 is none.");
        }
        this.trainingExamples = trainingExamples;
        this.warmUpIterations = warmUpIterations;
        this.warmUpEpochs = warmUpEpochs;
        this.varianceUpdater = varianceUpdater;
    }

    /**
     * Noise that starts at log sigma^2 = -10, without warm-up.
     *
     * @param trainingExamples the size of the training set, at least 1; for graphs see {@link WeightPass#penaltyScale}
     * @return the noise
     * @throws DL4JInvalidConfigException if there are no examples
     */
    public static VariationalDropout of(long trainingExamples) {
        return new VariationalDropout(trainingExamples, 0, 0, null);
    }

    /**
     * The same with a divergence that counts by t/n in iteration t, and fully from iteration n on.
     *
     * @param iterations n, at least 0; 0 is no warm-up
     * @return new noise
     * @throws DL4JInvalidConfigException if the number is negative
     */
    public VariationalDropout warmUpIterations(int iterations) {
        return new VariationalDropout(trainingExamples, iterations, 0, varianceUpdater);
    }

    /**
     * The same with a divergence that counts by t/n in epoch t, the first being 0, and fully from epoch n on.
     *
     * @param epochs n, at least 0; 0 is no warm-up
     * @return new noise
     * @throws DL4JInvalidConfigException if the number is negative
     */
    public VariationalDropout warmUpEpochs(int epochs) {
        return new VariationalDropout(trainingExamples, 0, epochs, varianceUpdater);
    }

    /**
     * The same with an updater of the variances' own.
     *
     * @param updater the updater; null for the layer's
     * @return new noise
     */
    public VariationalDropout varianceUpdater(IUpdater updater) {
        return new VariationalDropout(trainingExamples, warmUpIterations, warmUpEpochs, updater);
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return List.of(ExtraParameter.perWeight("logVariance", ExtraParameter.Start.at(START)));
    }

    @Override
    public IUpdater extraUpdater() {
        return varianceUpdater;
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return new Computation();
    }

    /** The factor of the sum of divergences. */
    double factor(WeightPass pass) {
        double warm = 1;
        if (warmUpIterations > 0) {
            warm = Math.min(1, (double) pass.iteration() / warmUpIterations);
        } else if (warmUpEpochs > 0) {
            warm = Math.min(1, (double) pass.epoch() / warmUpEpochs);
        }
        return warm / trainingExamples;
    }

    private static double logAlpha(double theta, double logVariance) {
        return logVariance - Math.log(theta * theta + TINY);
    }

    private static double clipped(double logAlpha) {
        return Math.min(CLIP, Math.max(-CLIP, logAlpha));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The divergence of one weight (eq. 14). */
    static double divergence(double logAlpha) {
        return K1 - K1 * sigmoid(K2 + K3 * logAlpha) + 0.5 * Math.log(1 + Math.exp(-logAlpha));
    }

    private final class Computation implements EffectiveWeight {

        private RandomStream random;
        private double sum;
        private boolean known;

        @Override
        public void begin(WeightPass pass) {
            random = pass.training() ? pass.random() : null;
            known = false;
        }

        @Override
        public void forward(WeightBlock block, WeightPass pass) {
            double[] theta = block.weights();
            double[] logVariance = block.extra(0);
            double[] used = block.effective();
            for (int k = 0; k < block.count(); k++) {
                used[k] = random == null
                        ? logAlpha(theta[k], logVariance[k]) > REMOVED ? 0 : theta[k]
                        : theta[k] + Math.exp(0.5 * logVariance[k]) * Ziggurat.next(random);
            }
        }

        @Override
        public boolean remembersEffective() {
            return true;
        }

        @Override
        public void backward(WeightBlock block, WeightPass pass) {
            double[] theta = block.weights();
            double[] used = block.effective();
            double[] g = block.gradient();
            double[] varianceGradient = block.extraGradient(0);
            double scale = factor(pass) * pass.penaltyScale();
            for (int k = 0; k < block.count(); k++) {
                varianceGradient[k] = 0.5 * g[k] * (used[k] - theta[k]);
            }
            if (scale > 0) {
                pull(block, scale);
            }
        }

        /** Gradients of the divergences; their values come along, since the same logarithms make them. */
        private void pull(WeightBlock block, double scale) {
            double[] theta = block.weights();
            double[] logVariance = block.extra(0);
            sum = block.first() == 0 ? 0 : sum;
            for (int k = 0; k < block.count(); k++) {
                double square = theta[k] * theta[k] + TINY;
                double logAlpha = clipped(logVariance[k] - Math.log(square));
                double inverse = Math.exp(-logAlpha);
                double s = sigmoid(K2 + K3 * logAlpha);
                sum += K1 - K1 * s + 0.5 * Math.log(1 + inverse);
                if (Math.abs(logAlpha) < CLIP) {
                    double pull = -scale * (K1 * K3 * s * (1 - s) + 0.5 * inverse / (1 + inverse));
                    block.extraGradient(0)[k] += pull;
                    block.gradient()[k] -= 2 * pull * theta[k] / square;
                }
            }
        }

        @Override
        public void finish(WeightPass pass) {
            known = factor(pass) > 0;
        }

        @Override
        public void afterStep(WeightPass pass) {
            known = false;
        }

        @Override
        public boolean penalized() {
            return true;
        }

        @Override
        public double penalty(WeightPass pass) {
            return known ? factor(pass) * sum : 0;
        }

        @Override
        public double penalty(WeightBlock block, WeightPass pass) {
            double factor = factor(pass);
            double part = 0;
            for (int k = 0; !known && factor > 0 && k < block.count(); k++) {
                part += divergence(clipped(logAlpha(block.weights()[k], block.extra(0)[k])));
            }
            return factor * part;
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof VariationalDropout other
                && trainingExamples == other.trainingExamples
                && warmUpIterations == other.warmUpIterations
                && warmUpEpochs == other.warmUpEpochs
                && Objects.equals(varianceUpdater, other.varianceUpdater);
    }

    @Override
    public int hashCode() {
        return Objects.hash(trainingExamples, warmUpIterations, warmUpEpochs, varianceUpdater);
    }
}
