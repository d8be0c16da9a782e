package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * L0 regularisation by hard concrete gates (Louizos, Welling, Kingma, ICLR 2018): groups of weights are switched on and off by
 * random gates whose probabilities are learned, so that the expected number of weights that are not zero can be part of the loss.
 * A group is what leaves an input unit, in matrices, and an output map, in convolutions. {@code W_eff = z W}, with one sample for
 * each minibatch in training,
 *
 * <pre>
 *   s = sigmoid((ln u - ln(1-u) + log alpha) / beta),  u ~ U(1e-6, 1 - 1e-6)      (eq. 10)
 *   z = min(1, max(0, s (zeta - gamma) + gamma)),  beta = 2/3, gamma = -0.1, zeta = 1.1      (eq. 11)
 * </pre>
 *
 * and {@code z = min(1, max(0, sigmoid(log alpha) (zeta - gamma) + gamma))} at inference (eq. 13). The loss is raised by
 *
 * <pre>
 *   (1/N) sum over groups g of P_g (lambda |g| + c/2 sum of W^2 in g),  P = sigmoid(log alpha - beta ln(-gamma/zeta))   (eq. 12)
 * </pre>
 *
 * where N is the number of training examples and c the optional {@link #weightDecay}. The extra parameter is {@code logAlpha}, which
 * starts at {@code N(ln((1-r)/r), 0.01^2)} for a {@link #dropRate} r and is kept in {@code [ln 0.01, ln 100]}, as in the authors'
 * code. Biases have no gates; the stored weights are not sparse, the effective ones are.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class HardConcreteGate implements Reparameterization {

    private static final long serialVersionUID = 1L;
    private static final double BETA = 2.0 / 3;
    private static final double GAMMA = -0.1;
    private static final double ZETA = 1.1;
    private static final double SHIFT = BETA * Math.log(-GAMMA / ZETA);
    private static final double EDGE = 1e-6;
    private static final double LIMIT = Math.log(100);

    private final long trainingExamples;

    private final double lambda;

    private final double dropRate;

    private final double weightDecay;

    private final IUpdater gateUpdater;

    @JsonCreator
    HardConcreteGate(
            @JsonProperty("trainingExamples") long trainingExamples,
            @JsonProperty("lambda") double lambda,
            @JsonProperty("dropRate") double dropRate,
            @JsonProperty("weightDecay") double weightDecay,
            @JsonProperty("gateUpdater") IUpdater gateUpdater) {
        if (trainingExamples < 1) {
            throw new DL4JInvalidConfigException("The number of training examples (" + trainingExamples
                    + ") must be at least 1: the penalty is divided by it.");
        }
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new DL4JInvalidConfigException(
                    "The weight lambda (" + lambda + ") of the L0 penalty must be a number of at least 0.");
        }
        if (!(dropRate > 0 && dropRate < 1)) {
            throw new DL4JInvalidConfigException(
                    "The initial drop rate (" + dropRate + ") must be in (0, 1). Maybe you passed a percentage?");
        }
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new DL4JInvalidConfigException(
                    "The weight decay (" + weightDecay + ") of gated weights must be a number of at least 0.");
        }
        this.trainingExamples = trainingExamples;
        this.lambda = lambda;
        this.dropRate = dropRate;
        this.weightDecay = weightDecay;
        this.gateUpdater = gateUpdater;
    }

    /**
     * Gates with the authors' values: lambda 1, a drop rate of 0.5 to begin with, no weight decay.
     *
     * @param trainingExamples the size of the training set, at least 1
     * @return the gates
     * @throws DL4JInvalidConfigException if there are no examples
     */
    public static HardConcreteGate of(long trainingExamples) {
        return new HardConcreteGate(trainingExamples, 1, 0.5, 0, null);
    }

    /**
     * The same with another penalty.
     *
     * @param weight what each weight that is not zero costs, at least 0, before division by the size of the training set
     * @return new gates
     * @throws DL4JInvalidConfigException if the weight is negative or no number
     */
    public HardConcreteGate lambda(double weight) {
        return new HardConcreteGate(trainingExamples, weight, dropRate, weightDecay, gateUpdater);
    }

    /**
     * The same with another start.
     *
     * @param rate how closed gates begin, in (0, 1); less begins with more open ones
     * @return new gates
     * @throws DL4JInvalidConfigException if the rate is out of range
     */
    public HardConcreteGate dropRate(double rate) {
        return new HardConcreteGate(trainingExamples, lambda, rate, weightDecay, gateUpdater);
    }

    /**
     * The same with a penalty on the squares of weights too, which counts as far as their gates are open. For graphs see {@link
     * WeightPass#penaltyScale}.
     *
     * @param decay the factor c of {@code c/2 W^2}, at least 0, before division by the size of the training set
     * @return new gates
     * @throws DL4JInvalidConfigException if the factor is negative or no number
     */
    public HardConcreteGate weightDecay(double decay) {
        return new HardConcreteGate(trainingExamples, lambda, dropRate, decay, gateUpdater);
    }

    /**
     * The same with an updater of the gates' own.
     *
     * @param updater the updater; null for the layer's
     * @return new gates
     */
    public HardConcreteGate gateUpdater(IUpdater updater) {
        return new HardConcreteGate(trainingExamples, lambda, dropRate, weightDecay, updater);
    }

    private static boolean perInput(WeightArray array) {
        return array.rank() == 2;
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        int gates = perInput(array) ? array.inputs() : array.units();
        double mean = Math.log((1 - dropRate) / dropRate);
        ExtraParameter logAlpha = ExtraParameter.of("logAlpha", gates, random -> mean + 0.01 * random.nextGaussian());
        double cost = lambda / trainingExamples * array.size() / gates;
        return List.of(logAlpha.regularized(cost == 0 ? List.of() : List.of(new GatePenalty(cost, SHIFT))));
    }

    @Override
    public IUpdater extraUpdater() {
        return gateUpdater;
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return new Computation(array);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The gate at inference (eq. 13). */
    static double meanGate(double logAlpha) {
        return Math.min(1, Math.max(0, sigmoid(logAlpha) * (ZETA - GAMMA) + GAMMA));
    }

    /** The probability that a gate is not closed (eq. 12). */
    static double open(double logAlpha) {
        return sigmoid(logAlpha - SHIFT);
    }

    private final class Computation implements EffectiveWeight {

        private final WeightArray array;
        private final double decay = weightDecay / 2 / trainingExamples;
        private double[] gates = new double[0];
        private double[] slopes = new double[0];

        Computation(WeightArray array) {
            this.array = array;
        }

        @Override
        public void begin(WeightPass pass) {
            double[] logAlpha = pass.extra(0);
            gates = gates.length == logAlpha.length ? gates : new double[logAlpha.length];
            slopes = slopes.length == logAlpha.length ? slopes : new double[logAlpha.length];
            if (pass.training()) {
                sample(logAlpha, pass.random());
            } else {
                Arrays.setAll(gates, g -> meanGate(logAlpha[g]));
            }
        }

        private void sample(double[] logAlpha, RandomStream random) {
            for (int g = 0; g < gates.length; g++) {
                double u = EDGE + (1 - 2 * EDGE) * random.nextDouble();
                double s = sigmoid((Math.log(u) - Math.log1p(-u) + logAlpha[g]) / BETA);
                double stretched = s * (ZETA - GAMMA) + GAMMA;
                gates[g] = Math.min(1, Math.max(0, stretched));
                slopes[g] = stretched > 0 && stretched < 1 ? (ZETA - GAMMA) * s * (1 - s) / BETA : 0;
            }
        }

        private int[] groups(WeightBlock block) {
            return perInput(array) ? block.inputs(array) : block.units(array);
        }

        @Override
        public void forward(WeightBlock block, WeightPass pass) {
            int[] groups = groups(block);
            for (int k = 0; k < block.count(); k++) {
                double gate = gates[groups[k]];
                block.effective()[k] = gate == 0 ? 0 : gate * block.weights()[k];
            }
        }

        @Override
        public void backward(WeightBlock block, WeightPass pass) {
            int[] groups = groups(block);
            double[] w = block.weights();
            double[] g = block.gradient();
            double[] logAlpha = pass.extra(0);
            double[] gradient = pass.extraGradient(0);
            double scale = decay * pass.penaltyScale();
            for (int k = 0; k < block.count(); k++) {
                int group = groups[k];
                gradient[group] += slopes[group] * g[k] * w[k];
                g[k] *= gates[group];
                if (decay > 0) {
                    double open = open(logAlpha[group]);
                    gradient[group] += scale * w[k] * w[k] * open * (1 - open);
                    g[k] += scale * 2 * w[k] * open;
                }
            }
        }

        @Override
        public boolean penalized() {
            return decay > 0;
        }

        @Override
        public double penalty(WeightBlock block, WeightPass pass) {
            int[] groups = groups(block);
            double sum = 0;
            for (int k = 0; k < block.count(); k++) {
                sum += block.weights()[k] * block.weights()[k] * open(pass.extra(0)[groups[k]]);
            }
            return decay * sum;
        }

        @Override
        public void afterStep(WeightPass pass) {
            double[] logAlpha = pass.extra(0);
            boolean changed = false;
            for (int g = 0; g < logAlpha.length; g++) {
                double kept = Math.min(LIMIT, Math.max(-LIMIT, logAlpha[g]));
                changed |= kept != logAlpha[g];
                logAlpha[g] = kept;
            }
            if (changed) {
                pass.store(0);
            }
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HardConcreteGate other
                && trainingExamples == other.trainingExamples
                && lambda == other.lambda
                && dropRate == other.dropRate
                && weightDecay == other.weightDecay
                && Objects.equals(gateUpdater, other.gateUpdater);
    }

    @Override
    public int hashCode() {
        return Objects.hash(trainingExamples, lambda, dropRate, weightDecay, gateUpdater);
    }
}
