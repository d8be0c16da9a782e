package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Dynamic sparse training with trainable thresholds (Liu et al., ICLR 2020): a weight is used while its magnitude exceeds a
 * threshold that is learned with it. With {@code Q = |W| - t},
 *
 * <pre>
 *   W_eff = W M,  M = 1[Q &gt; 0]                                      (eq. 2)
 *   dL/dW = G M + G W H(Q) sign(W),   dL/dt = - sum G W H(Q)         (G = dL/dW_eff)
 *   H(q)  = 2 - 4 |q| for |q| &lt;= 0.4;  0.4 for 0.4 &lt; |q| &lt;= 1;  0 beyond   (eq. 5)
 * </pre>
 *
 * and {@code alpha sum exp(-t)} is added to the loss (eq. 7), over the thresholds of each layer. Masked weights go on being
 * trained by the second term, which is how they come back: the stored weights are not sparse, the effective ones are. The extra
 * parameter is {@code threshold}: one for each output unit, output map or unit of a gate, or one for the array,
 * or one for each weight.
 *
 * <p>Where no more than 1 % of an array's weights would be left in a training pass, its thresholds are reset to 0, as in the
 * authors' code, and the network's {@link ReparameterizationListener}s are told; once only where weights that are 0 themselves are too
 * many, so that other thresholds do not help.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class ThresholdMask implements Reparameterization {

    private static final long serialVersionUID = 1L;
    private static final double COLLAPSED = 0.01;

    /** Twice a factor that turns every positive number into at least 1. */
    private static final double HUGE = 1e300;

    /** What shares a threshold. */
    public enum Scope {
        /** Each output unit has its own. */
        OUTPUT_UNIT,
        /** The whole array has one. */
        ARRAY,
        /** Each weight has its own. */
        WEIGHT
    }

    private final Scope scope;

    private final double alpha;

    private final boolean surrogate;

    private final IUpdater thresholdUpdater;

    @JsonCreator
    ThresholdMask(
            @JsonProperty("scope") Scope scope,
            @JsonProperty("alpha") double alpha,
            @JsonProperty("surrogate") boolean surrogate,
            @JsonProperty("thresholdUpdater") IUpdater thresholdUpdater) {
        if (!(alpha >= 0) || Double.isInfinite(alpha)) {
            throw new DL4JInvalidConfigException(
                    "The weight alpha (" + alpha + ") of the threshold penalty must be a number of at least 0.");
        }
        this.scope = Objects.requireNonNull(scope, "scope");
        this.alpha = alpha;
        this.surrogate = surrogate;
        this.thresholdUpdater = thresholdUpdater;
    }

    /**
     * One threshold for each output unit, the paper's choice; alpha is 0.0005, its value for MNIST.
     *
     * @return the mask
     */
    public static ThresholdMask perOutputUnit() {
        return of(Scope.OUTPUT_UNIT);
    }

    /**
     * Thresholds of some scope; alpha is 0.0005, the paper's value for MNIST.
     *
     * @param scope what shares a threshold
     * @return the mask
     */
    public static ThresholdMask of(Scope scope) {
        return new ThresholdMask(scope, 5e-4, true, null);
    }

    /**
     * The same with another penalty.
     *
     * @param weight how much {@code sum exp(-t)} counts in the loss, at least 0; more makes the layer sparser
     * @return a new mask
     * @throws DL4JInvalidConfigException if the weight is negative or no number
     */
    public ThresholdMask alpha(double weight) {
        return new ThresholdMask(scope, weight, surrogate, thresholdUpdater);
    }

    /**
     * The same with an updater of the thresholds' own.
     *
     * @param updater the updater; null for the layer's
     * @return a new mask
     */
    public ThresholdMask thresholdUpdater(IUpdater updater) {
        return new ThresholdMask(scope, alpha, surrogate, updater);
    }

    /** Without the surrogate derivative, so that what remains can be checked by finite differences. */
    ThresholdMask withoutSurrogate() {
        return new ThresholdMask(scope, alpha, false, thresholdUpdater);
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        ExtraParameter.Start zero = ExtraParameter.Start.at(0);
        ExtraParameter threshold = switch (scope) {
            case OUTPUT_UNIT -> ExtraParameter.of("threshold", array.units(), zero);
            case ARRAY -> ExtraParameter.of("threshold", 1, zero);
            case WEIGHT -> ExtraParameter.perWeight("threshold", zero);
        };
        return List.of(threshold.regularized(alpha == 0 ? List.of() : List.of(new ExponentialPenalty(alpha))));
    }

    @Override
    public IUpdater extraUpdater() {
        return thresholdUpdater;
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return new Computation(array);
    }

    /** The paper's long-tailed estimate of the derivative of the step function (eq. 5), without a branch. */
    static double longTailed(double q) {
        double distance = Math.abs(q);
        return Math.max(0.4, 2 - 4 * distance) * (1 - step(distance - 1));
    }

    /** 1 for what is positive, however small; 0 for the rest; without a branch. */
    private static double step(double x) {
        return Math.min(1, Math.max(0, x) * HUGE * HUGE);
    }

    /** -1, 0 or 1, without a branch. */
    private static double sign(double x) {
        return Math.max(-1, Math.min(1, x * HUGE * HUGE));
    }

    private final class Computation implements ForwardBits {

        private final WeightArray array;
        private final double[] thresholds = new double[NumberBlocks.SIZE];
        private final double[] slopes = new double[NumberBlocks.SIZE];
        private final int[] bounds = new int[NumberBlocks.SIZE];
        private long kept;
        private boolean reset;
        private boolean beyondHelp;

        Computation(WeightArray array) {
            this.array = array;
        }

        @Override
        public void begin(WeightPass pass) {
            kept = 0;
            reset = false;
        }

        private boolean collapsed() {
            return kept <= COLLAPSED * array.size();
        }

        /** The threshold of each weight of a block. */
        private double[] thresholds(WeightBlock block, WeightPass pass) {
            switch (scope) {
                case WEIGHT -> {
                    return block.extra(0);
                }
                case ARRAY -> Arrays.fill(thresholds, 0, block.count(), pass.extra(0)[0]);
                case OUTPUT_UNIT ->
                    block.forEachUnit(
                            array, (from, to, unit) -> Arrays.fill(thresholds, from, to, pass.extra(0)[unit]));
            }
            return thresholds;
        }

        @Override
        public void forward(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            double[] t = thresholds(block, pass);
            double[] used = block.effective();
            for (int k = 0; k < block.count(); k++) {
                used[k] = w[k] * step(Math.abs(w[k]) - t[k]) + 0.0;
            }
            if (pass.training() && collapsed()) { // the first blocks of most arrays say that they are not
                for (int k = 0; k < block.count(); k++) {
                    kept += used[k] == 0 ? 0 : 1;
                }
            }
        }

        /** A number that is not negative is larger than another if its bits are, as an integer. */
        @Override
        public boolean keepUsed(int[] weights, WeightBlock block, WeightPass pass) {
            if (scope == Scope.WEIGHT || suspect(weights, block.count()) < 0 || !fillBounds(block, pass)) {
                return false;
            }
            keepAbove(weights, bounds, block.count());
            if (pass.training() && collapsed()) {
                for (int k = 0; k < block.count(); k++) {
                    kept += weights[k] == 0 ? 0 : 1;
                }
            }
            return true;
        }

        private boolean fillBounds(WeightBlock block, WeightPass pass) {
            double[] t = pass.extra(0);
            if (scope == Scope.ARRAY) {
                Arrays.fill(bounds, 0, block.count(), bound(t[0]));
                return Double.isFinite(t[0]);
            }
            boolean[] finite = {true};
            block.forEachUnit(array, (from, to, unit) -> {
                finite[0] &= Double.isFinite(t[unit]);
                Arrays.fill(bounds, from, to, bound(t[unit]));
            });
            return finite[0];
        }

        @Override
        public boolean again(WeightPass pass) {
            if (!pass.training()) {
                return false;
            }
            if (reset || !collapsed()) {
                beyondHelp = collapsed();
                return false;
            }
            if (!beyondHelp) {
                pass.tell("only (" + kept + ") of (" + array.size()
                        + ") weights exceed their threshold; all thresholds are reset to 0. Maybe alpha (" + alpha
                        + ") is too large?");
            }
            kept = 0;
            double[] zeros = scope == Scope.WEIGHT ? new double[array.size()] : pass.extra(0);
            Arrays.fill(zeros, 0);
            pass.writeAll(0, zeros);
            reset = true;
            return true;
        }

        @Override
        public void backward(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            double[] t = thresholds(block, pass);
            double[] g = block.gradient();
            double[] through = scope == Scope.WEIGHT ? block.extraGradient(0) : slopes;
            thresholdGradients(w, t, g, surrogate ? 1 : 0, through, block.count());
            weightGradients(w, t, g, through, block.count());
            switch (scope) {
                case WEIGHT -> {}
                case ARRAY -> pass.extraGradient(0)[0] += sum(through, 0, block.count());
                case OUTPUT_UNIT ->
                    block.forEachUnit(array, (from, to, unit) -> pass.extraGradient(0)[unit] += sum(through, from, to));
            }
        }
    }

    /** Bits of a threshold; below those of every magnitude for a negative one. */
    private static int bound(double threshold) {
        return threshold < 0 ? -1 : Float.floatToRawIntBits((float) threshold + 0.0f);
    }

    private static int suspect(int[] weights, int count) {
        int suspect = 0;
        for (int k = 0; k < count; k++) {
            suspect |= BitMask.suspect(weights[k]);
        }
        return suspect;
    }

    /** -0.0 becomes +0.0, as a sum with +0.0 has it. */
    private static void keepAbove(int[] weights, int[] bounds, int count) {
        for (int k = 0; k < count; k++) {
            int used = weights[k] & (bounds[k] - (weights[k] & Integer.MAX_VALUE) >> 31);
            int magnitude = used << 1;
            weights[k] = used & ((magnitude | -magnitude) >> 31);
        }
    }

    /** {@code through = - g w H(q)}: a short loop in a method of its own is one that the JIT compiler always vectorises. */
    private static void thresholdGradients(
            double[] w, double[] t, double[] g, double weight, double[] through, int count) {
        for (int k = 0; k < count; k++) {
            through[k] = -(weight * (g[k] * w[k] * longTailed(Math.abs(w[k]) - t[k])));
        }
    }

    /** {@code g M + g w H(q) sign(w)}, whose second term is known but for signs. */
    private static void weightGradients(double[] w, double[] t, double[] g, double[] through, int count) {
        for (int k = 0; k < count; k++) {
            g[k] = g[k] * step(Math.abs(w[k]) - t[k]) - through[k] * sign(w[k]);
        }
    }

    /** Four sums, of every fourth number each: one after the other would wait for each addition. */
    private static double sum(double[] numbers, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = from;
        for (; k + 3 < to; k += 4) {
            s0 += numbers[k];
            s1 += numbers[k + 1];
            s2 += numbers[k + 2];
            s3 += numbers[k + 3];
        }
        for (; k < to; k++) {
            s0 += numbers[k];
        }
        return s0 + s1 + (s2 + s3);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ThresholdMask other
                && scope == other.scope
                && alpha == other.alpha
                && surrogate == other.surrogate
                && Objects.equals(thresholdUpdater, other.thresholdUpdater);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scope, alpha, surrogate, thresholdUpdater);
    }
}
