package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.convert.PiggybackBuilder;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Piggyback (Mallya, Davis, Lazebnik, ECCV 2018): a mask over weights that were trained for another task and stay as they are, as
 * do biases and everything else of the layer. A real-valued score s for each weight is trained instead. With {@code G =
 * dL/dW_eff},
 *
 * <pre>
 *   W_eff = W m(s)
 *   binary:   m = 1 if s &gt; tau, else 0
 *   ternary:  m = 1 if s &gt; tau, -1 if s &lt; lower, else 0
 *   dL/ds = G W                        (straight through the threshold)
 * </pre>
 *
 * Scores start just above tau, where the layer is the pretrained one bit for bit. The extra parameter is {@code score}. A score
 * that is no number makes its weight none either. A layer whose mask has removed all weights is told to the network's {@link
 * ReparameterizationListener}s.
 *
 * <p>{@link #on} wraps a whole network.
 *
 * <p>Defaults are the authors': tau = 0.005, lower = 0, all scores 0.01 at first, Adam with learning rate 1e-4 for scores.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Piggyback implements Reparameterization {

    private static final long serialVersionUID = 1L;
    private static final double START = 1e-2;
    private static final double TAU = 5e-3;
    private static final double LEARNING_RATE = 1e-4;

    private final boolean ternary;

    private final double lower;

    private final double tau;

    private final double start;

    private final boolean drawn;

    private final IUpdater scoreUpdater;

    @JsonCreator
    Piggyback(
            @JsonProperty("ternary") boolean ternary,
            @JsonProperty("lower") double lower,
            @JsonProperty("tau") double tau,
            @JsonProperty("start") double start,
            @JsonProperty("drawn") boolean drawn,
            @JsonProperty("scoreUpdater") IUpdater scoreUpdater) {
        if (!Double.isFinite(tau) || ternary && !(Double.isFinite(lower) && lower <= tau)) {
            throw new DL4JInvalidConfigException("The thresholds (" + lower + ") and (" + tau
                    + ") of a mask must be numbers in ascending order. Maybe they are exchanged?");
        }
        if (!Double.isFinite(start) || drawn && start < 0) {
            throw new DL4JInvalidConfigException("The first score (" + start + ") of a mask must be a number, and the"
                    + " bound of drawn ones at least 0. The authors begin with 0.01.");
        }
        this.ternary = ternary;
        this.lower = lower;
        this.tau = tau;
        this.start = start;
        this.drawn = drawn;
        this.scoreUpdater = scoreUpdater;
    }

    /**
     * Begins to put masks over a whole pretrained network.
     *
     * @param backbone an initialised network, which is not touched
     * @return a builder of the new network
     */
    public static PiggybackBuilder<MultiLayerNetwork> on(MultiLayerNetwork backbone) {
        return PiggybackBuilder.on(backbone);
    }

    /**
     * Begins to put masks over a whole pretrained network.
     *
     * @param backbone an initialised network, which is not touched
     * @return a builder of the new network
     */
    public static PiggybackBuilder<ComputationGraph> on(ComputationGraph backbone) {
        return PiggybackBuilder.on(backbone);
    }

    /**
     * Weights are used or not.
     *
     * @return the mask
     */
    public static Piggyback binary() {
        return new Piggyback(false, 0, TAU, START, false, new Adam(LEARNING_RATE));
    }

    /**
     * Weights are used, not used, or used with the opposite sign.
     *
     * @return the mask
     */
    public static Piggyback ternary() {
        return new Piggyback(true, 0, TAU, START, false, new Adam(LEARNING_RATE));
    }

    /**
     * The same with another threshold.
     *
     * @param threshold the score above which a weight is used
     * @return a new mask
     * @throws DL4JInvalidConfigException if it is no number, or a ternary mask's other threshold is larger
     */
    public Piggyback threshold(double threshold) {
        return new Piggyback(ternary, lower, threshold, start, drawn, scoreUpdater);
    }

    /**
     * The ternary mask of two thresholds.
     *
     * @param below the score below which a weight is used with the opposite sign
     * @param above the score above which it is used, at least {@code below}
     * @return a new mask, ternary
     * @throws DL4JInvalidConfigException if they are no numbers in ascending order
     */
    public Piggyback thresholds(double below, double above) {
        return new Piggyback(true, below, above, start, drawn, scoreUpdater);
    }

    /**
     * The same with another first score.
     *
     * @param score what all scores start with
     * @return a new mask
     * @throws DL4JInvalidConfigException if it is no number
     */
    public Piggyback start(double score) {
        return new Piggyback(ternary, lower, tau, score, false, scoreUpdater);
    }

    /**
     * The same with first scores that are drawn uniformly.
     *
     * @param bound their largest magnitude, at least 0; 0.01 in the authors' code
     * @return a new mask
     * @throws DL4JInvalidConfigException if it is negative or no number
     */
    public Piggyback uniformStart(double bound) {
        return new Piggyback(ternary, lower, tau, bound, true, scoreUpdater);
    }

    /**
     * The same with another updater for scores.
     *
     * @param updater the updater; null for the layer's
     * @return a new mask
     */
    public Piggyback scoreUpdater(IUpdater updater) {
        return new Piggyback(ternary, lower, tau, start, drawn, updater);
    }

    /**
     * Whether weights may be used with the opposite sign, so that a mask of used ones does not tell them.
     *
     * @return true for {@link #ternary} masks and those of two {@link #thresholds}
     */
    public boolean isTernary() {
        return ternary;
    }

    @Override
    public StoredWeights storedWeights() {
        return StoredWeights.FROZEN;
    }

    @Override
    public boolean freezesTheRest() {
        return true;
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return List.of(ExtraParameter.perWeight(
                "score", drawn ? ExtraParameter.Start.uniform(start) : ExtraParameter.Start.at(start)));
    }

    @Override
    public IUpdater extraUpdater() {
        return scoreUpdater;
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return ternary ? new Ternary() : ScoredWeight.above(tau);
    }

    private final class Ternary implements EffectiveWeight {

        private final EmptyMaskWarning warning = new EmptyMaskWarning();
        private int used;

        @Override
        public void begin(WeightPass pass) {
            used = 0;
        }

        @Override
        public void forward(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            double[] s = block.extra(0);
            double[] effective = block.effective();
            long suspect = 0;
            int chosen = 0;
            for (int k = 0; k < block.count(); k++) {
                suspect |= BitMask.suspect(s[k]);
                long plus = BitMask.above(s[k], tau);
                long minus = BitMask.above(lower, s[k]);
                chosen -= (int) (plus | minus);
                effective[k] = BitMask.keep(w[k], plus, minus);
            }
            used += chosen;
            if (suspect < 0) {
                BitMask.spread(s, effective, block.count());
            }
        }

        @Override
        public boolean again(WeightPass pass) {
            warning.check(used, pass);
            return false;
        }

        @Override
        public void backward(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            double[] g = block.gradient();
            double[] scoreGradient = block.extraGradient(0);
            for (int k = 0; k < block.count(); k++) {
                scoreGradient[k] = g[k] * w[k];
            }
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Piggyback other
                && ternary == other.ternary
                && lower == other.lower
                && tau == other.tau
                && start == other.start
                && drawn == other.drawn
                && Objects.equals(scoreUpdater, other.scoreUpdater);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ternary, lower, tau, start, drawn, scoreUpdater);
    }
}
